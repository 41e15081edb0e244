package dev.weir.dialect.pureclarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Head;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.OfVendor;
import dev.weir.dialect.Inquiry.Reception;
import dev.weir.dialect.Inquiry.VendorAnswer;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The content that a page waits for: what the vendor gives, and what there is when it gives nothing. */
final class ZonesTest {

    private static final Ids IDS = new Ids("V1", "S1");
    private static final String DEFAULT_ZONES = "{\"HP01\":{\"type\":\"html\",\"html\":\"<p>\"}}";
    private static final String FALLBACK =
            "{\"visitorId\":\"V1\",\"sessionId\":\"S1\",\"errors\":[],\"zones\":" + DEFAULT_ZONES + "}";
    private static final String ASKS = "{\"appId\":\"a\",\"secretKey\":\"s3\",\"events\":[],\"zones\":[\"HP01\"]}";

    private final PureClarity dialect = new PureClarity();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"visitorId\":\"V1\",\"sessionId\":\"S1\",\"errors\":[],\"zones\":{}}|[]|{}",
                "{\"zones\":{ \"A\" : {\"type\":\"x\",\"n\":1.50} },\"errors\":[\"no \\\"A\\\"\"]}"
                        + "|[\"no \\\"A\\\"\"]|{ \"A\" : {\"type\":\"x\",\"n\":1.50} }",
                "{\"visitorId\":\"other\",\"sessionId\":\"other\",\"zones\":{}}|[]|{}",
                "{\"errors\":null,\"zones\":{}}|[]|{}",
                "{\"errors\":[{\"code\":1}],\"zones\":{}}|[]|{}",
                "{\"errors\":\"no\",\"zones\":{}}|[]|{}"
            })
    void vendorsZonesComeWithTheIdsOfRecord(String vendors, String errors, String zones) throws RejectedException {
        Reception reception = receive(200, vendors);

        assertThat(text(reception.answer()))
                .isEqualTo("{\"visitorId\":\"V1\",\"sessionId\":\"S1\",\"errors\":" + errors + ",\"zones\":" + zones
                        + "}");
    }

    /** The vendor's status says nothing: its errors do. */
    @ParameterizedTest
    @ValueSource(strings = {"[\"wrong key\"]", "[{\"code\":1}]", "\"no\"", "{}"})
    void vendorThatNamesErrorsHasNotTakenTheEvents(String errors) throws RejectedException {
        assertThat(receive(200, "{\"errors\":" + errors + ",\"zones\":{}}").absence())
                .isEqualTo(Absence.STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"errors\":[],", "\"errors\": [ ] ,", "\"errors\":null,"})
    void vendorThatNamesNoErrorsHasTakenTheEvents(String errors) throws RejectedException {
        assertThat(receive(200, "{" + errors + "\"zones\":{}}").absence()).isNull();
    }

    /** A popup's HTML is longer than any text that a stranger may send. */
    @Test
    void longTextsOfTheVendorsArePassedOn() throws RejectedException {
        String zones = "{\"HP01\":{\"type\":\"html\",\"html\":\"" + "x".repeat(100_000) + "\"}}";

        assertThat(text(receive(200, "{\"zones\":" + zones + "}").answer())).endsWith("\"zones\":" + zones + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{\"errors\":[\"wrong\"]}",
                "{\"zones\":null}",
                "{\"zones\":[]}",
                "{\"zones\":{}",
                "{\"zones\":{}}}",
                "{\"zones\":{\"a\":01}}"
            })
    void answerWithoutZonesIsMeaningless(String vendors) throws RejectedException {
        Reception reception = receive(200, vendors);

        assertThat(reception.absence()).isEqualTo(Absence.MEANINGLESS);
        assertThat(text(reception.answer())).isEqualTo(FALLBACK);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 429, 500, 503})
    void refusalOfTheVendorsGivesTheFallback(int status) throws RejectedException {
        Reception reception = receive(status, "{\"zones\":{\"A\":{\"type\":\"x\"}}}");

        assertThat(reception.absence()).isEqualTo(Absence.STATUS);
        assertThat(text(reception.answer())).isEqualTo(FALLBACK);
    }

    @ParameterizedTest
    @EnumSource(Absence.class)
    void fallbackIsTheConfiguredContentWhateverHappened(Absence why) throws RejectedException {
        assertThat(text(inquiry().fallback(why))).isEqualTo(FALLBACK);
    }

    @ParameterizedTest
    @EnumSource(Absence.class)
    void vendorHasNoEventForAFallback(Absence why) throws RejectedException {
        assertThat(inquiry().fallbackEvent(why)).isNull();
    }

    @Test
    void withoutAnUpstreamWhoAsksGetsTheConfiguredContent() throws RejectedException {
        Section section = section(Map.of());

        assertThat(call(ASKS).inquiry(section, IDS)).isNull();
        assertThat(text(call(ASKS).accepted(section, IDS))).isEqualTo(FALLBACK);
    }

    @Test
    void whoDoesNotAskGetsNoContent() throws RejectedException {
        Call call = call(ASKS.replace("\"HP01\"", ""));

        assertThat(text(call.accepted(section(Map.of()), IDS)))
                .isEqualTo("{\"visitorId\":\"V1\",\"sessionId\":\"S1\",\"errors\":[],\"zones\":{}}");
    }

    @Test
    void answerOfNobodyHasNoIds() throws RejectedException {
        assertThat(text(call(ASKS.replace("\"HP01\"", "")).accepted(section(Map.of()), Ids.NONE)))
                .isEqualTo("{\"errors\":[],\"zones\":{}}");
    }

    @Test
    void idsInAnswersAreEscaped() throws RejectedException {
        assertThat(text(call(ASKS.replace("\"HP01\"", "")).accepted(section(Map.of()), new Ids("a\"b", "c\\d\n"))))
                .startsWith("{\"visitorId\":\"a\\\"b\",\"sessionId\":\"c\\\\d\\u000a\",");
    }

    @Test
    void requestToTheVendorHoldsTheSecretOnceAndPrintsItNever() throws RejectedException {
        OfVendor inquiry = inquiry();

        assertThat(new String(inquiry.request().beacon().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"appId\":\"a\",\"events\":[],\"zones\":[\"HP01\"],"
                        + "\"visitorId\":\"V1\",\"sessionId\":\"S1\",\"secretKey\":\"s3\"}");
        assertThat(inquiry.toString()).doesNotContain("s3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", DEFAULT_ZONES, "{\"a\":{\"type\":\"\"},\"b\":{\"x\":{},\"type\":\"html\"}}"})
    void contentThatTheModuleCanReadIsGood(String json) {
        assertThatCode(() -> dialect.checkFallback("zones", json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|no JSON object (expected: {} or an object with a member for each zone)",
                "{\"a\":{\"type\":\"x\"}|no JSON object (expected: {} or an object with a member for each zone)",
                "{\"a\":1}|a: no content of a zone (expected: an object with the text type)",
                "{\"a\":{}}|a: no content of a zone (expected: an object with the text type)",
                "{\"a\":{\"type\":1}}|a: no content of a zone (expected: an object with the text type)",
                "{\"a\":{\"type\":\"x\"},\"b\":[]}|b: no content of a zone (expected: an object with the text type)"
            })
    void contentThatTheModuleCannotReadIsNamed(String json, String message) {
        assertThatThrownBy(() -> dialect.checkFallback("zones", json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void onlyZonesHaveContent() {
        assertThatThrownBy(() -> dialect.checkFallback("choices", "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no content of this dialect (expected: zones)");
    }

    private Reception receive(int status, String body) throws RejectedException {
        return inquiry()
                .receive(new VendorAnswer(status, "application/json", null, body.getBytes(StandardCharsets.UTF_8)));
    }

    private OfVendor inquiry() throws RejectedException {
        Section.Upstream upstream = new Section.Upstream("vendor", Duration.ofMillis(250), Map.of());
        return (OfVendor) call(ASKS).inquiry(section(Map.of("pureclarity", upstream)), IDS);
    }

    private Call call(String json) throws RejectedException {
        Beacon beacon = new Beacon("POST", "/api/serverside", "", BodyKind.JSON, json.getBytes(StandardCharsets.UTF_8));
        return dialect.read(new Route("POST", "/api/serverside"), beacon, Head.EMPTY);
    }

    private static Section section(Map<String, Section.Upstream> upstreams) {
        return new Section(
                "demo",
                Map.of("pureclarity", List.of(new Section.Key("b", "other"), new Section.Key("a", "s3"))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of(),
                upstreams,
                Map.of("pureclarity", Map.of("zones", DEFAULT_ZONES)));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
