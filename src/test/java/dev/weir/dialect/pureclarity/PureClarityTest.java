package dev.weir.dialect.pureclarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.dialect.Call;
import dev.weir.dialect.Head;
import dev.weir.dialect.Part;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.Envelope.Client;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the golden pairs do not show: what is kept and what goes out of each event, and the bounds. */
final class PureClarityTest {

    private static final String KEY = "\"appId\":\"a\",\"secretKey\":\"a-secret-key\"";

    private static final Section SECTION = new Section(
            "demo",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());

    private final PureClarity dialect = new PureClarity();

    @Test
    void eachEventIsKeptAloneWithTheBytesAroundIt() throws RejectedException {
        List<Part> parts = parts(
                "{ \"zones\":[{\"id\":\"HP01\"}], " + KEY + ", \"visitorId\":\"V\",\n \"sessionId\":\"S\","
                        + " \"events\" : [ {\"name\" : \"page_view\"} , {\"name\":\"currency\",\"data\":\"\\u20ac\"} ] , \"x\":1.0 }");

        assertThat(bodies(parts))
                .containsExactly(
                        "{ \"appId\":\"a\", \"visitorId\":\"V\",\n \"sessionId\":\"S\","
                                + " \"events\" : [{\"name\" : \"page_view\"}] , \"x\":1.0 ,\"zones\":[]}",
                        "{ \"appId\":\"a\", \"visitorId\":\"V\",\n \"sessionId\":\"S\","
                                + " \"events\" : [{\"name\":\"currency\",\"data\":\"\\u20ac\"}] , \"x\":1.0 ,\"zones\":[]}");
    }

    @Test
    void emptyIdsAreNotKept() throws RejectedException {
        List<Part> parts = parts("{" + KEY + ",\"visitorId\":\"\",\"sessionId\":null,\"events\":[{\"name\":\"e\"}]}");

        assertThat(bodies(parts)).containsExactly("{\"appId\":\"a\",\"events\":[{\"name\":\"e\"}],\"zones\":[]}");
    }

    @Test
    void queryIsNotKept() throws RejectedException {
        Beacon sent = new Beacon(
                "POST", "/api/serverside", "secretKey=a-secret-key", BodyKind.JSON, bytes(events("{\"name\":\"e\"}")));

        assertThat(((Part.Meant) read(sent).parts(SECTION).get(0)).beacon().query())
                .isEmpty();
    }

    @Test
    void partsOfABundleStayInTheBeacon() throws RejectedException {
        String event =
                "{\"name\":\"order\",\"data\":{\"orderid\":\"1\",\"id1\":\"b\",\"children1\":[{\"sku\":\"c\",\"qty\":4}]}}";

        assertThat(bodies(parts(events(event))).get(0)).contains(event);
    }

    @Test
    void assignedIdsAndTheSecretGoOut() {
        Beacon kept = beacon("{\"appId\":\"a\",\"events\":[{\"name\":\"e\"}],\"zones\":[]}");

        assertThat(outbound(kept, "V1", "S1", null))
                .isEqualTo("{\"appId\":\"a\",\"events\":[{\"name\":\"e\"}],\"zones\":[],"
                        + "\"visitorId\":\"V1\",\"sessionId\":\"S1\",\"secretKey\":\"a-secret-key\"}");
    }

    @Test
    void replacedVisitorIsNamedOnce() {
        Beacon kept = beacon(
                "{\"appId\":\"a\",\"visitorId\":\"undefined\",\"sessionId\":\"S\",\"events\":[{\"name\":\"e\"}]}");

        assertThat(outbound(kept, "V1", "S1", "S"))
                .isEqualTo("{\"appId\":\"a\",\"sessionId\":\"S\",\"events\":[{\"name\":\"e\"}],"
                        + "\"visitorId\":\"V1\",\"secretKey\":\"a-secret-key\"}");
    }

    @Test
    void orderOfNoVisitorGoesOutWithoutOne() {
        Beacon kept = beacon("{\"appId\":\"a\",\"events\":[{\"name\":\"moto_order_track\",\"data\":{\"orderid\":1}}]}");

        assertThat(outbound(kept, null, null, null)).doesNotContain("visitorId").doesNotContain("sessionId");
    }

    @Test
    void secretOfAnotherStoreViewDoesNotGoOut() {
        assertThat(outbound(beacon("{\"appId\":\"c\",\"events\":[{\"name\":\"e\"}]}"), null, null, null))
                .doesNotContain("secretKey");
    }

    @ParameterizedTest
    @CsvSource({"100,", "101, TOO_MANY_EVENTS"})
    void eventsAreBounded(int events, Rejection expected) {
        assertThat(refusal(events("{\"name\":\"e\"},".repeat(events - 1) + "{\"name\":\"e\"}")))
                .isEqualTo(expected);
    }

    @Test
    void tooManyEventsNameTheirNumberAndTheBound() {
        RejectedException rejected =
                catchThrowableOfType(RejectedException.class, () -> parts(events("1,".repeat(100) + "1")));

        assertThat(rejected).hasMessage("events: 101 of them (expected: at most 100)");
    }

    /** 100 events in a body of 20,000 bytes would be 2 MB to journal. */
    @ParameterizedTest
    @CsvSource({"50,", "100, TOO_COMPLEX"})
    void whatIsRepeatedWithEachEventIsBounded(int events, Rejection expected) {
        String large =
                "{" + KEY + ",\"a\":\"" + "x".repeat(8000) + "\",\"b\":\"" + "x".repeat(8000) + "\",\"events\":[";

        assertThat(refusal(large + "{\"name\":\"e\"},".repeat(events - 1) + "{\"name\":\"e\"}]}"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1000,", "1001, TOO_COMPLEX"})
    void basketIsBounded(int products, Rejection expected) {
        String basket = "{\"id\":1},".repeat(products - 1) + "{\"id\":1}";

        assertThat(refusal(events("{\"name\":\"set_basket\",\"data\":[" + basket + "]}")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1000,", "1001, TOO_COMPLEX"})
    void numberedProductsAreBounded(int products, Rejection expected) {
        assertThat(refusal(events(order(products)))).isEqualTo(expected);
    }

    @Test
    void numberedProductsComeInTheOrderOfTheirNumbers() throws RejectedException {
        Event.Purchase order = (Event.Purchase) event(events(order(1000)));

        assertThat(order.items())
                .extracting(Item::id)
                .startsWith("p1", "p2", "p3")
                .endsWith("p999", "p1000");
    }

    @ParameterizedTest
    @CsvSource({"256,", "257, TOO_COMPLEX"})
    void fieldsAreBounded(int fields, Rejection expected) {
        StringBuilder data = new StringBuilder("\"n0\":1");
        for (int i = 1; i < fields; i++) {
            data.append(",\"n").append(i).append("\":1");
        }

        assertThat(refusal(events("{\"name\":\"e\",\"data\":{" + data + "}}"))).isEqualTo(expected);
    }

    @Test
    void valueBeyondABoundNamesItsEvent() throws RejectedException {
        String nested = "[" + "1,".repeat(5000) + "1]";
        List<Part> parts = parts(events("{\"name\":\"e\"},{\"name\":\"e\",\"data\":{\"x\":" + nested + "}}"));

        assertThat(((Part.Faulty) parts.get(1)).why()).hasMessageStartingWith("events[1]: JSON beyond a bound");
    }

    @Test
    void oneFaultyEventLeavesTheOthersTheirMeaning() throws RejectedException {
        List<Part> parts = parts(events("{\"name\":\"page_view\"},{\"name\":\"product_view\"},{\"name\":\"e\"}"));

        assertThat(parts).extracting(part -> part instanceof Part.Meant).containsExactly(true, false, true);
    }

    @Test
    void allEventsAreOfTheCallsOwnClaim() throws RejectedException {
        Call call = read(beacon(events("{\"name\":\"page_view\"},{\"name\":\"e\"}")));

        assertThat(call.parts(SECTION))
                .allSatisfy(part -> assertThat(((Part.Meant) part).claim()).isSameAs(call.claim()));
    }

    @Test
    void connectionSaysNothingOfTheVisitor() throws RejectedException {
        Client shop = new Client("198.51.100.1", "Guzzle", "https://shop.example/");

        assertThat(read(beacon("{" + KEY + "}")).client(shop)).isEqualTo(Client.UNKNOWN);
    }

    @Test
    void whatIsSaidOfTheVisitorIsCutToItsBounds() throws RejectedException {
        Client client = read(beacon("{" + KEY + ",\"userAgent\":\"" + "u".repeat(600) + "\",\"referer\":\""
                        + "r".repeat(2047) + "😀\"}"))
                .client(Client.UNKNOWN);

        assertThat(client.userAgent()).hasSize(512);
        assertThat(client.referrer()).isEqualTo("r".repeat(2047));
    }

    @Test
    void wrongKeyAndWrongSecretAreToldTheSame() throws RejectedException {
        Call call = read(beacon("{" + KEY + "}"));

        assertThat(call.unknownSection())
                .hasMessage(call.wrongSecret().getMessage())
                .extracting("rejection", "parameter")
                .containsExactly(Rejection.WRONG_KEY, call.wrongSecret().parameter());
    }

    /** The module puts an empty id into the visitor's cookie as well. */
    @Test
    void refusalCostsNobodyACookie() {
        String answer = text(dialect.rejected(new RejectedException(Rejection.LIMITED, null, "too \"many\""))
                .body());

        assertThat(answer).isEqualTo("{\"errors\":[\"too \\\"many\\\"\"],\"zones\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"appId\":\"a\",\"secretKey\":\"a-secret-key\",\"referer\":\"{\\\"secretKey\\\":1}\"}",
                "{\"appId\":\"a\",\"secretKey\":\"a-secret-key\",\"referer\":\"{\\u0022secretKey\\u0022:1}\"}",
                "{\"appId\":\"a\",\"secretKey\":\"a-secret-key\",\"referer\":\"/?k=a-secret-key\"}",
                "{\"appId\":\"a-secret-key\",\"secretKey\":\"a-secret-key\"}",
                "{\"appId\":\"a\",\"secretKey\":\"a-secret-key\",\"secretKey\":\"a-secret-key\"}",
                "{\"appId\":\"a\",\"secretKey\":\"a-secret-key\"",
                "{\"appId\":\"a\",\"secretKey\":\"a-secret-key\",\"events\":{\"secretKey\":\"a-secret-key\"}}"
            })
    void refusalNeverTellsTheSecret(String json) {
        RejectedException rejected = catchThrowableOfType(RejectedException.class, () -> parts(json));

        assertThat(text(dialect.rejected(rejected).body())).doesNotContain("a-secret-key");
    }

    @Test
    void callTellsNoSecretWhenPrinted() throws RejectedException {
        assertThat(read(beacon("{" + KEY + "}")).credential().toString()).doesNotContain("a-secret-key");
    }

    private static String order(int products) {
        StringBuilder data = new StringBuilder("\"orderid\":\"1\"");
        for (int i = products; i > 0; i--) {
            data.append(",\"id")
                    .append(i)
                    .append("\":\"p")
                    .append(i)
                    .append("\",\"qty")
                    .append(i)
                    .append("\":\"1\"");
        }
        return "{\"name\":\"order_track\",\"data\":{" + data + "}}";
    }

    private Rejection refusal(String json) {
        try {
            for (Part part : parts(json)) {
                if (part instanceof Part.Faulty faulty) {
                    return faulty.why().rejection();
                }
            }
            return null;
        } catch (RejectedException e) {
            return e.rejection();
        }
    }

    private Event event(String json) throws RejectedException {
        return ((Part.Meant) parts(json).get(0)).event();
    }

    private List<Part> parts(String json) throws RejectedException {
        return read(beacon(json)).parts(SECTION);
    }

    private Call read(Beacon beacon) throws RejectedException {
        return dialect.read(new Route("POST", "/api/serverside"), beacon, Head.EMPTY);
    }

    private String outbound(Beacon kept, String device, String session, String clients) {
        Envelope envelope = new Envelope(
                "pureclarity",
                "demo",
                EventType.CUSTOM,
                device,
                session,
                clients,
                Envelope.Notes.AUTHENTICATED,
                Client.UNKNOWN,
                kept);
        List<Section.Key> keys = List.of(new Section.Key("b", "another"), new Section.Key("a", "a-secret-key"));
        return text(dialect.outbound(envelope, 0, keys).beacon().body());
    }

    private static List<String> bodies(List<Part> parts) {
        List<String> bodies = new ArrayList<>();
        parts.forEach(part -> bodies.add(text(((Part.Meant) part).beacon().body())));
        return bodies;
    }

    private static String events(String elements) {
        return "{" + KEY + ",\"events\":[" + elements + "]}";
    }

    private static Beacon beacon(String json) {
        return new Beacon("POST", "/api/serverside", "", BodyKind.JSON, bytes(json));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
