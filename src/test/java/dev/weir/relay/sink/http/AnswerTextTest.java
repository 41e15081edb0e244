package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerTextTest {

    private static final String SECRET = "p/ss \"w\\rd\"+é%";

    @Test
    void whatHoldsNoSecretIsShownAsItIs() {
        assertThat(shown("{\"status\":\"error\",\"message\":\"Артикул не найден\"}"))
                .isEqualTo("{\"status\":\"error\",\"message\":\"Артикул не найден\"}");
    }

    static Stream<String> spellings() {
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                SECRET,
                "p/ss \\\"w\\\\rd\\\"+é%",
                "p\\/ss \\\"w\\\\rd\\\"+\\u00e9%",
                "p\\/ss \\\"w\\\\rd\\\"+\\u00E9%",
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
                "p%2fss%20%22w%5crd%22%2b%c3%a9%25",
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void aSecretIsHiddenInEverySpelling(String spelling) {
        assertThat(shown("before <" + spelling + "> after")).matches("before <\\*\\*\\*=*> after");
    }

    @Test
    void aSecretIsHiddenInsideALongerBase64Text() {
        for (String user : List.of("u", "us", "use")) {
            String credentials =
                    Base64.getEncoder().encodeToString((user + ":longer-secret").getBytes(StandardCharsets.UTF_8));
            String text = AnswerText.of(bytes("got " + credentials), List.of("longer-secret"));

            assertThat(text).startsWith("got ").contains("***");
            assertThat(text.length()).isLessThanOrEqualTo("got ***".length() + user.length() + 8);
        }
    }

    @Test
    void secretsThatOverlapLeaveNothing() {
        assertThat(AnswerText.of(bytes("xabcdefx"), List.of("abcd", "cdef"))).isEqualTo("x***x");
    }

    @Test
    void aSecretAcrossTheEndOfWhatIsShownIsHidden() {
        String text = "x".repeat(AnswerText.MAX_CHARS - 3) + "topsecret" + "y".repeat(100);

        assertThat(AnswerText.of(bytes(text), List.of("topsecret")))
                .isEqualTo("x".repeat(AnswerText.MAX_CHARS - 3) + "***");
    }

    @Test
    void whatStandsForASecretIsCutAtTheEndOfWhatIsShown() {
        String text = "x".repeat(AnswerText.MAX_CHARS - 1) + "topsecret";

        assertThat(AnswerText.of(bytes(text), List.of("topsecret")))
                .isEqualTo("x".repeat(AnswerText.MAX_CHARS - 1) + "*");
    }

    @Property(tries = 200)
    void neverMoreThanItsBoundAndNeverTheSecret(
            @ForAll @IntRange(max = 3_000) int before,
            @ForAll @StringLength(min = 4, max = 40) @CharRange(from = '!', to = '~') String secret) {
        String text = AnswerText.of(bytes("\u00a0".repeat(before) + secret + secret), List.of(secret));

        assertThat(text.length()).isLessThanOrEqualTo(AnswerText.MAX_CHARS);
        assertThat(text).doesNotContain(secret);
    }

    @Test
    void noCharacterThatMovesATerminalsCursorIsShown() {
        assertThat(shown("a\u001b[2Jb\r\nc\u202ed\u2028e\u0000f\u0085g")).isEqualTo("a [2Jb  c d e f g");
    }

    @Test
    void whatIsNoUtf8IsReplaced() {
        assertThat(AnswerText.of(new byte[] {'a', (byte) 0xFF, (byte) 0xC0, 'b'}, List.of()))
                .isEqualTo("a\ufffd\ufffdb");
    }

    @Test
    void aCharacterIsNotCutInHalf() {
        String text = AnswerText.of(bytes("x".repeat(AnswerText.MAX_CHARS - 1) + "\uD83D\uDE00"), List.of());

        assertThat(text).isEqualTo("x".repeat(AnswerText.MAX_CHARS - 1));
    }

    @Test
    void nothingIsShownAsNothing() {
        assertThat(AnswerText.of(new byte[0], List.of("", "secret"))).isEmpty();
    }

    private static String shown(String text) {
        return AnswerText.of(bytes(text), List.of(SECRET));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
