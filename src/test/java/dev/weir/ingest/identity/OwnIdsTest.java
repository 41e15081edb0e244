package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.identity.OwnIds.Kind;
import dev.weir.ingest.identity.OwnIds.Verdict;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;

class OwnIdsTest {

    private static final IdKeys KEYS = IdKeys.generate(new Random(1));
    private final OwnIds ids = new OwnIds(KEYS, new Random(2));

    @Property
    void whatWasMintedIsOwn(@ForAll @CharRange(from = 'a', to = 'z') @StringLength(min = 1, max = 64) String section) {
        assertThat(ids.judge(ids.mint(Kind.DEVICE, section), Kind.DEVICE, section))
                .isEqualTo(Verdict.OWN);
    }

    @Property
    void whatWasMintedIsOwnInItsSectionAlone(
            @ForAll @AlphaChars @StringLength(min = 1, max = 64) String section,
            @ForAll @AlphaChars @StringLength(min = 1, max = 64) String other) {
        Assume.that(!section.equals(other));

        assertThat(ids.judge(ids.mint(Kind.DEVICE, section), Kind.DEVICE, other))
                .isEqualTo(Verdict.FORGED);
    }

    @Property
    void changingAnyCharacterMakesItNotOwn(
            @ForAll @IntRange(max = 31) int position,
            @ForAll @CharRange(from = 'A', to = 'Z') @CharRange(from = 'a', to = 'z') @NumericChars @Chars({'-', '_'})
                    char replacement) {
        String id = ids.mint(Kind.DEVICE, "shop");
        Assume.that(id.charAt(position) != replacement);
        String changed = id.substring(0, position) + replacement + id.substring(position + 1);

        assertThat(ids.judge(changed, Kind.DEVICE, "shop")).isNotEqualTo(Verdict.OWN);
    }

    @Property
    void noTextIsOwnUnlessMinted(@ForAll String text) {
        assertThat(ids.judge(text, Kind.DEVICE, "shop")).isNotIn(Verdict.OWN, Verdict.ABSENT);
    }

    @Property(tries = 100)
    void whatStandsForAForgeryIsOwn(@ForAll @AlphaChars @StringLength(28) String rest) {
        String replacement = ids.inPlaceOf("wd0_" + rest, Kind.DEVICE, "shop");

        assertThat(ids.judge(replacement, Kind.DEVICE, "shop")).isEqualTo(Verdict.OWN);
    }

    @Example
    void aSessionIsNoDevice() {
        String session = ids.mint(Kind.SESSION, "shop");

        assertThat(ids.judge(session, Kind.DEVICE, "shop")).isEqualTo(Verdict.FOREIGN);
    }

    @Example
    void noneIsAbsent() {
        assertThat(ids.judge(null, Kind.DEVICE, "shop")).isEqualTo(Verdict.ABSENT);
    }

    @Example
    void idsAreDifferent() {
        Set<String> minted = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            minted.add(ids.mint(Kind.DEVICE, "shop").substring(4, 26));
        }

        assertThat(minted).hasSize(10_000);
    }

    @Property
    void allRandomBitsAreInTheId(@ForAll long seed) {
        byte[] bits = new byte[4096];
        new Random(seed).nextBytes(bits);

        String id = new OwnIds(KEYS, new Random(seed)).mint(Kind.DEVICE, "shop");

        assertThat(id.substring(4, 26))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bits, 16)));
    }

    @Example
    void randomnessThatWasGivenAwayIsDrawnOnce() {
        RandomPool pool = new RandomPool(new Random(3));
        Set<Long> drawn = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            drawn.add(pool.ofThread().nextLong());
        }

        assertThat(drawn).hasSize(2_000).doesNotContain(0L);
    }
}
