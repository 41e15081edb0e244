package dev.weir.dialect.gravityfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dialect.Call;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GravityFieldTest {

    private static final String LOGIN = "{\"type\":\"login-v1\"}";

    @Test
    void hundredEventsAreTaken() throws RejectedException {
        assertThat(Fixtures.parts("/v2/event", events(100, LOGIN))).hasSize(100);
    }

    @Test
    void hundredAndOneEventsAreRefused() throws RejectedException {
        Call call = Fixtures.post("/v2/event", events(101, LOGIN));

        assertThatThrownBy(() -> call.parts(Fixtures.section()))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.rejection()).isEqualTo(Rejection.TOO_MANY_EVENTS))
                .hasMessage("data: too many (expected: 1 to 100)");
    }

    @Test
    void eachEventIsJournalledAsARequestOfItsOwn() throws RejectedException {
        String json = "{ \"data\" : [ {\"type\":\"a\"} , {\"type\":\"b\"} ] , \"user\":{\"uid\":\"u\"}}";

        assertThat(Fixtures.parts("/v2/event", json))
                .extracting(part -> Fixtures.text(part.beacon().body()))
                .containsExactly(
                        "{ \"data\" : [{\"type\":\"a\"}] , \"user\":{\"uid\":\"u\"}}",
                        "{ \"data\" : [{\"type\":\"b\"}] , \"user\":{\"uid\":\"u\"}}");
    }

    @Test
    void oneEventIsJournalledInTheBytesThatCame() throws RejectedException {
        String json = "{ \"data\" : [ " + LOGIN + " ] }";

        assertThat(Fixtures.text(
                        Fixtures.parts("/v2/event", json).get(0).beacon().body()))
                .isEqualTo(json);
    }

    @Test
    void muchContextIsNotRepeatedForManyEvents() throws RejectedException {
        String context = "[\"" + String.join("\",\"", Collections.nCopies(5, "x".repeat(8_000))) + "\"]";
        String json = "{\"context\":{\"page\":{\"data\":" + context + "}},\"events\":["
                + String.join(",", Collections.nCopies(100, LOGIN)) + "]}";
        Call call = Fixtures.post("/ssapi/event", json);

        assertThatThrownBy(() -> call.parts(Fixtures.section()))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.rejection()).isEqualTo(Rejection.TOO_COMPLEX));
    }

    @Test
    void oneFaultyEventIsNamedBesideTheSoundOnes() throws RejectedException {
        List<Part> parts = Fixtures.post("/v2/event", "{\"data\":[" + LOGIN + ",{\"type\":\"add-to-cart-v1\"}]}")
                .parts(Fixtures.section());

        assertThat(parts.get(0)).isInstanceOf(Part.Meant.class);
        assertThat(((Part.Faulty) parts.get(1)).why())
                .hasMessage("data[1].productId: missing (expected: the product's id, 1 to 255 characters)");
    }

    @Test
    void cartOfManyThingsIsTaken() throws RejectedException {
        String item = "{\"productId\":\"a product with a rather long id\",\"quantity\":5000,\"itemPrice\":\"1.5\"}";
        String cart = String.join(",", Collections.nCopies(400, item));

        Event event = Fixtures.parts("/v2/event", "{\"data\":[{\"type\":\"sync-cart-v1\",\"cart\":[" + cart + "]}]}")
                .get(0)
                .event();

        assertThat(((Event.FullSync) event).items())
                .hasSize(400)
                .allSatisfy(taken -> assertThat(taken.quantity()).isEqualTo(1000));
    }

    @Test
    void cartOfTooManyThingsIsRefused() {
        String cart = String.join(",", Collections.nCopies(1001, "{\"productId\":\"1\"}"));
        String json = "{\"data\":[{\"type\":\"sync-cart-v1\",\"cart\":[" + cart + "]}]}";

        assertThatThrownBy(() -> Fixtures.parts("/v2/event", json))
                .hasMessage("data[0].cart: too many items (expected: at most 1000)");
    }

    @Test
    void faultyCartIsNoFaultOfAnEventThatIsNotAboutIt() throws RejectedException {
        Event event = Fixtures.parts("/v2/event", "{\"data\":[{\"type\":\"login-v1\",\"cart\":[7]}]}")
                .get(0)
                .event();

        assertThat(event).isInstanceOf(Event.Custom.class);
    }

    @Test
    void longListOnThePageIsNoFault() throws RejectedException {
        String products = String.join("\",\"", Collections.nCopies(1_000, "product-number"));
        String json = "{\"ctx\":{\"type\":\"CATEGORY\",\"data\":[\"" + products + "\"]}}";

        Event.Page page = (Event.Page) Fixtures.parts("/v2/visit", json).get(0).event();

        assertThat(page.pageType()).isEqualTo("CATEGORY");
        assertThat(page.details()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"event_id\":\"e\",\"type\":\"a\"}', e",
        "'{\"eventId\":5,\"type\":\"a\"}', 5",
        "'{\"type\":\"purchase-v1\",\"uniqueTransactionId\":\"o\"}', o",
        "'{\"type\":\"purchase-v1\",\"uniqueTransactionId\":\"o\",\"event_id\":\"e\"}', e",
        "'{\"name\":\"P\",\"properties\":{\"eventType\":\"purchase-v1\",\"uniqueTransactionId\":\"o\"}}', o",
        "'{\"type\":\"a\",\"event_id\":null}',",
    })
    void repetitionIsKnownByWhatTheClientCallsTheEvent(String event, String id) throws RejectedException {
        assertThat(Fixtures.parts("/v2/event", "{\"data\":[" + event + "]}")
                        .get(0)
                        .eventId())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', '{\"user\":{\"uid\":\"D\",\"ses\":\"S\"}}'",
        "' { } ', ' {\"user\":{\"uid\":\"D\",\"ses\":\"S\"} } '",
        "'{\"a\":1}', '{\"user\":{\"uid\":\"D\",\"ses\":\"S\"},\"a\":1}'",
        "'{\"user\":null}', '{\"user\":{\"uid\":\"D\",\"ses\":\"S\"}}'",
        "'{\"user\":[]}', '{\"user\":{\"uid\":\"D\",\"ses\":\"S\"}}'",
        "'{\"user\": {}}', '{\"user\": {\"uid\":\"D\",\"ses\":\"S\"}}'",
        "'{\"user\":{\"uid\":null,\"custom\":null,\"ses\":\"\"}}', '{\"user\":{\"custom\":null,\"uid\":\"D\",\"ses\":\"S\"}}'",
        "'{\"user\":{\"uid\":\"D\"}}', '{\"user\":{\"uid\":\"D\",\"ses\":\"S\"}}'",
        "'{\"user\":{\"custom\":\"D\"}}', '{\"user\":{\"custom\":\"D\",\"ses\":\"S\"}}'",
    })
    void vendorGetsTheIdsThatTheClientLacked(String json, String sent) throws RejectedException {
        String time = "\"eventTime\":\"1970-01-01T00:00:00Z\"";
        assertThat(outbound("/v2/visit", json).replace("," + time, "").replace(time + ",", ""))
                .isEqualTo(sent.replace("D", device()).replace("S", session()));
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', '{\"user\":{\"slid\":\"D\"},\"session\":{\"sl\":\"S\"}}'",
        "'{\"session\":null,\"user\":{\"id\":null}}', '{\"session\":{\"sl\":\"S\"},\"user\":{\"id\":null,\"slid\":\"D\"}}'",
        "'{\"user\":{\"id\":\"D\"}}', '{\"session\":{\"sl\":\"S\"},\"user\":{\"id\":\"D\"}}'",
        "'{\"user\":{\"slid_server\":\"D\"},\"session\":{}}', '{\"user\":{\"slid_server\":\"D\"},\"session\":{\"sl\":\"S\"}}'",
    })
    void vendorOfTheFirstApiGetsTheIdsThatTheClientLacked(String json, String sent) throws RejectedException {
        assertThat(outbound("/ssapi/page", json))
                .isEqualTo(sent.replace("D", device()).replace("S", session()));
    }

    @Test
    void requestForTheVendorShowsTheSectionsKey() throws RejectedException {
        Outbound outbound =
                Fixtures.dialect().outbound(Fixtures.envelope(beacon("/v2/visit", "{}")), 0, Fixtures.keys());

        assertThat(outbound.authorization()).isEqualTo("Bearer " + Fixtures.KEY);
        assertThat(outbound.contentType()).isEqualTo("application/json");
    }

    @Test
    void engagementIsToldToTheVendorAtItsOwnUrl() {
        Outbound outbound = Fixtures.dialect()
                .outbound(
                        Fixtures.envelope(Beacon.withoutBody("GET", engagementPath("/e/1?d=a&b=%20"), "")),
                        0,
                        Fixtures.keys());

        assertThat(outbound.beacon()).isEqualTo(Beacon.withoutBody("GET", "/e/1", "d=a&b=%20"));
        assertThat(outbound.authorization()).isEqualTo("Bearer " + Fixtures.KEY);
    }

    @Test
    void engagementOfAnotherSectionIsRefused() throws RejectedException {
        Call call = Fixtures.get(engagementPath("/e"));

        assertThatThrownBy(() -> call.parts(Fixtures.section("other", Map.of())))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.rejection()).isEqualTo(Rejection.UNKNOWN_PATH));
    }

    @Test
    void engagementThatWasNotIssuedIsNeverSentOn() {
        Envelope forged = Fixtures.envelope(Beacon.withoutBody("GET", "/v2/engagement/AAAA", ""));

        assertThatThrownBy(() -> Fixtures.dialect().outbound(forged, 0, Fixtures.keys()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void wrongKeyAndUnknownSectionReadAlike() throws RejectedException {
        for (Call call : List.of(
                Fixtures.post("/v2/visit", "{}"),
                Fixtures.post("/v2/visit", "{"),
                Fixtures.get(engagementPath("/e")))) {
            assertThat(call.unknownSection()).hasMessage(call.wrongSecret().getMessage());
            assertThat(call.unknownSection().rejection()).isEqualTo(Rejection.WRONG_KEY);
            assertThat(call.wrongSecret().rejection()).isEqualTo(Rejection.WRONG_KEY);
        }
    }

    @Test
    void bodyIsJudgedAfterTheKey() throws RejectedException {
        Call call = Fixtures.post("/v2/visit", "{");

        assertThat(call.credential()).isEqualTo(new Credential.ApiKey(List.of(Fixtures.KEY)));
        assertThatThrownBy(() -> call.parts(Fixtures.section()))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.rejection()).isEqualTo(Rejection.MALFORMED_JSON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Bearer", "Bearer ", "Basic", "Basic ", "Bearer a\u0000b", "Bearer a b", "Token a"})
    void headerWithoutAKeyIsRefused(String header) {
        assertThatThrownBy(() -> ApiKeys.of(header))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.rejection()).isEqualTo(Rejection.MISSING_KEY));
    }

    @Test
    void overlongHeaderIsRefused() {
        assertThatThrownBy(() -> ApiKeys.of("Bearer " + "k".repeat(2_000))).isInstanceOf(RejectedException.class);
    }

    @Test
    void nameCountsBeforePasswordInBasic() throws RejectedException {
        String credentials = Base64.getEncoder().encodeToString("name:word:1".getBytes(StandardCharsets.UTF_8));

        assertThat(((Credential.ApiKey) ApiKeys.of("Basic " + credentials)).candidates())
                .containsExactly("name", "word:1", credentials);
    }

    @Test
    void serverSpeaksForTheVisitorAndNotForItself() throws RejectedException {
        Envelope.Client server = new Envelope.Client("10.0.0.1", "PHP/8.3", null);

        assertThat(Fixtures.post("/ssapi/page", "{}").client(server)).isEqualTo(Envelope.Client.UNKNOWN);
    }

    @Test
    void appIsAtTheOtherEndOfTheConnection() throws RejectedException {
        Envelope.Client app = new Envelope.Client("203.0.113.9", "ktor-client", null);

        assertThat(Fixtures.post("/v2/visit", "{\"device\":{\"ua\":\"Pixel\",\"ip\":\"1.2.3.4\"}}")
                        .client(app))
                .isEqualTo(new Envelope.Client("203.0.113.9", "Pixel", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "1.2.3.4, 5.6.7.8", "<b>", "2001:db8::1%eth0"})
    void addressThatIsNoneIsUnknown(String address) throws RejectedException {
        Call call = Fixtures.post("/ssapi/page", "{\"context\":{\"device\":{\"ip\":\"" + address + "\"}}}");

        assertThat(call.client(Envelope.Client.UNKNOWN).address()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "choices"})
    void contentIsAnArrayOfObjects(String name) {
        Fixtures.dialect().checkFallback(name, "[ {\"selector\":\"a\"}, {} ]");

        for (String wrong : List.of("", "{}", "[1]", "[{}", "[{}] []", "[[]]", "null")) {
            assertThatThrownBy(() -> Fixtures.dialect().checkFallback(name, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected: a JSON array of objects");
        }
    }

    @Test
    void contentOfAnotherNameIsRefused() {
        assertThatThrownBy(() -> Fixtures.dialect().checkFallback("zones", "[]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: data");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T10:00:00Z, 1795255200000",
        "2026-11-21T10:00:00.5+02:00, 1795248000500",
        "2026-11-21t10:00:00z, 1795255200000",
        "2026-11-21, ",
        "1795255200000, ",
        "+999999999-12-31T23:59:59Z, ",
        "-999999999-01-01T00:00:00Z, ",
        "9999-12-31T23:59:59.999Z, 253402300799999",
        "9999-12-31T23:59:59-18:00, ",
        "0000-01-01T00:00:00+18:00, ",
        "2026-13-01T00:00:00Z, ",
        "now, ",
    })
    void timeIsReadByRfc3339(String text, Long millis) {
        assertThat(EventTime.millis(text)).isEqualTo(millis);
    }

    private static String outbound(String path, String json) throws RejectedException {
        Outbound outbound = Fixtures.dialect()
                .outbound(Fixtures.envelope(beacon(path, json.replace("D", device()))), 0, Fixtures.keys());
        return Fixtures.text(outbound.beacon().body());
    }

    private static Beacon beacon(String path, String json) {
        return new Beacon("POST", path, "", Beacon.BodyKind.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String engagementPath(String target) {
        Engagement engagement = new Engagement("demo", "uid", device(), session(), "click", target, Map.of());
        return Endpoint.ENGAGEMENT_URL_PATH + Fixtures.urls().issue(engagement);
    }

    private static String device() {
        return String.valueOf(Fixtures.IDS.deviceId());
    }

    private static String session() {
        return String.valueOf(Fixtures.IDS.sessionId());
    }

    private static String events(int count, String event) {
        return "{\"data\":[" + String.join(",", Collections.nCopies(count, event)) + "]}";
    }
}
