package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Inquiry.VendorAnswer;
import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
import dev.weir.dialect.pagent.Pagent;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.dialect.pureclarity.PureClarity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers of a vendor say in their body, under a status of 2xx, that the events were not taken. */
final class RefusalTest {

    private static final String OF_A_VISITOR = "jane@example.com";

    static List<Dialect> dialects() {
        return List.of(
                new PersonaClick(),
                new PureClarity(),
                new GravityField(new EngagementUrls(new byte[EngagementUrls.MIN_KEY_BYTES], List.of())),
                new Pagent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[\"no such product\"]}",
                "{\"visitorId\":\"v\",\"zones\":{},\"errors\":[\"1\",\"2\"]}",
                "{\"errors\":[{\"message\":\"no\"}]}",
                "{\"errors\":\"no such product\"}"
            })
    void pureClaritysErrorsAreARefusal(String json) {
        assertThat(refusal(new PureClarity(), json)).isEqualTo("errors in the answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[]}",
                "{\"errors\":[ ]}",
                "{\"errors\":null}",
                "{\"errors\":{}}",
                "{\"errors\":\"\"}",
                "{\"errors\":false}",
                "{\"visitorId\":\"v\",\"zones\":{\"HP01\":{\"errors\":[\"1\"]}}}"
            })
    void pureClaritysAnswerWithoutErrorsIsNone(String json) {
        assertThat(refusal(new PureClarity(), json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"error\",\"message\":\"shop is not active\"}",
                "{\"status\":400}",
                "{\"status\":422,\"payload\":{}}",
                "{\"status\":\"404\"}"
            })
    void personaClicksStatusInTheBodyIsARefusal(String json) {
        assertThat(refusal(new PersonaClick(), json)).isEqualTo("an error in the answer's status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"success\"}",
                "{\"status\":200}",
                "{\"status\":399.9}",
                "{\"status\":null}",
                "{\"status\":{\"status\":\"error\"}}",
                "{\"did\":\"D1\",\"seance\":\"S1\"}",
                "{\"payload\":{\"status\":\"error\"}}"
            })
    void personaClicksOtherStatusesAreNone(String json) {
        assertThat(refusal(new PersonaClick(), json)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"accepted\":0}|accepted is 0 in the answer",
                "{\"accepted\":1}|",
                "{\"accepted\":100}|",
                "{\"accepted\":null}|",
                "{}|"
            })
    void pagentsNoneAcceptedIsARefusal(String json, String expected) {
        assertThat(refusal(new Pagent(), json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void answerThatIsNoJsonObjectOrCutOffIsNone(Dialect dialect) {
        for (String body : List.of(
                "",
                " ",
                "OK",
                "<html>error</html>",
                "[\"error\"]",
                "\"error\"",
                "null",
                "{\"status\":\"error\",\"errors\":[\"no\"],\"accepted\":0",
                "{\"status\":\"error\",\"errors\":[\"no\"],\"accepted\":0}}")) {
            assertThat(refusal(dialect, body)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void refusalHoldsNothingOfTheAnswersOwnText(Dialect dialect) {
        String text = "\"no customer " + OF_A_VISITOR + "\"";
        String refusal = refusal(
                dialect, "{\"status\":\"error\",\"message\":" + text + ",\"errors\":[" + text + "],\"accepted\":0}");

        assertThat(String.valueOf(refusal)).doesNotContain(OF_A_VISITOR);
    }

    private static String refusal(Dialect dialect, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return dialect.refusal(new VendorAnswer(200, "application/json", null, body));
    }
}
