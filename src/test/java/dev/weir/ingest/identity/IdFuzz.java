package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.ingest.identity.OwnIds.Kind;
import dev.weir.ingest.identity.OwnIds.Verdict;
import java.util.Random;
import java.util.Set;

/** Whatever is presented as an id: it is ours only if it was made here, for that section and kind. */
final class IdFuzz {

    private static final OwnIds IDS = new OwnIds(IdKeys.generate(new Random(1)), new Random(2));
    private static final Set<Character> FORBIDDEN = Set.of('"', '\'', '`', ',', ';', '\\', '<', '>');

    @FuzzTest
    void idIsOursOnlyIfItWasMadeHere(FuzzedDataProvider data) {
        String section = data.consumeString(64);
        int position = data.consumeInt(0, OwnIds.LENGTH - 1);
        char replacement = data.consumeChar();
        String presented = data.consumeRemainingAsString();

        Verdict verdict = IDS.judge(presented, Kind.DEVICE, section);
        assertThat(verdict).isNotIn(Verdict.OWN, Verdict.ABSENT);
        assertThat(verdict == Verdict.FORGED).isEqualTo(OwnIds.hasShape(presented, Kind.DEVICE));
        checkJunk(presented);
        if (verdict == Verdict.FORGED) {
            String instead = IDS.inPlaceOf(presented, Kind.DEVICE, section);
            assertThat(instead).isEqualTo(IDS.inPlaceOf(presented, Kind.DEVICE, section));
            assertThat(IDS.judge(instead, Kind.DEVICE, section)).isEqualTo(Verdict.OWN);
        }

        String minted = IDS.mint(Kind.SESSION, section);
        assertThat(IDS.judge(minted, Kind.SESSION, section)).isEqualTo(Verdict.OWN);
        assertThat(IDS.judge(minted, Kind.DEVICE, section)).isEqualTo(Verdict.FOREIGN);
        assertThat(IDS.judge(minted, Kind.SESSION, section + "x")).isEqualTo(Verdict.FORGED);
        if (minted.charAt(position) != replacement) {
            String changed = minted.substring(0, position) + replacement + minted.substring(position + 1);
            assertThat(IDS.judge(changed, Kind.SESSION, section)).isNotEqualTo(Verdict.OWN);
        }
    }

    /** What is no junk may stand in a header, a cookie, a line of a log and a cell. */
    private static void checkJunk(String presented) {
        boolean isSafe = !presented.isEmpty()
                && presented.length() <= JunkIds.MAX_LENGTH
                && presented.chars().allMatch(c -> c > ' ' && c < 0x7F && !FORBIDDEN.contains((char) c));
        if (!JunkIds.isJunk(presented)) {
            assertThat(isSafe).isTrue();
        } else if (isSafe) {
            assertThat(presented)
                    .matches(
                            "(?i)[0-]+|nan|nil|null|none|true|false|\\(null\\)|unknown|undefined|9774d56d682e549c|02:00:00:00:00:00");
        }
    }
}
