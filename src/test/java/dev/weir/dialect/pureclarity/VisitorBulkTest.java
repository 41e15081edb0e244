package dev.weir.dialect.pureclarity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Bulk;
import dev.weir.dialect.BulkContract;
import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VisitorBulkTest extends BulkContract {

    private static final String ONE = "{\"appId\":\"a\",\"ip\":\"192.0.2.1\",\"events\":[E],\"zones\":[]}";
    private static final String VIEW = "{ \"name\":\"product_view\", \"data\":{\"id\":1} }";
    private static final String RATE = "{\"data\":[\"]\"],\"name\":\"rated\"}";

    private final PureClarity dialect = new PureClarity();
    private final Bulk bulk = dialect.bulk();

    VisitorBulkTest() {
        super(new PureClarity());
    }

    @Test
    void eventsOfEqualRequestsShareOne() {
        assertThat(key("V1", "S1", null, ONE, VIEW)).isEqualTo(key("V1", "S1", null, ONE, RATE));
        assertThat(key("V1", "S1", null, ONE, VIEW).hashCode())
                .isEqualTo(key("V1", "S1", null, ONE, RATE).hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"appId\":\"a\",\"ip\":\"192.0.2.2\",\"events\":[E],\"zones\":[]}",
                "{\"appId\":\"b\",\"ip\":\"192.0.2.1\",\"events\":[E],\"zones\":[]}",
                "{\"appId\":\"a\",\"events\":[E],\"zones\":[]}",
                "{\"appId\":\"a\",\"ip\":\"192.0.2.1\",\"currency\":\"EUR\",\"events\":[E],\"zones\":[]}",
                "{\"appId\":\"a\",\"ip\":\"192.0.2.1\",\"events\":[E],\"zones\":[],\"currentUrl\":\"/\"}"
            })
    void eventsOfRequestsThatSayAnythingElseDoNot(String other) {
        assertThat(key("V1", "S1", null, ONE, VIEW)).isNotEqualTo(key("V1", "S1", null, other, VIEW));
    }

    @Test
    void eventsOfAnotherDeviceOrSessionDoNot() {
        Object key = key("V1", "S1", null, ONE, VIEW);

        assertThat(key).isNotEqualTo(key("V2", "S1", null, ONE, VIEW));
        assertThat(key).isNotEqualTo(key("V1", "S2", null, ONE, VIEW));
        assertThat(key).isNotEqualTo(key("V1", "S1", "S1", ONE, VIEW));
    }

    @Test
    void sessionThatTheClientNamedIsTheVendorsWhateverOurs() {
        assertThat(key("V1", "S1", "theirs", ONE, VIEW)).isEqualTo(key("V1", "S2", "theirs", ONE, RATE));
    }

    /** Orders that the shop's staff placed: alike as they are, they are of two customers. */
    @Test
    void eventsOfNoVisitorShareWithNone() {
        assertThat(key(null, null, null, ONE, VIEW)).isNotEqualTo(key(null, null, null, ONE, VIEW));
    }

    @Test
    void wordsAroundTheEventsAreSaidOnceAndZonesAreAskedOfNobody() {
        List<Section.Key> keys = List.of(new Section.Key("a", "s3"));

        Outbound joined = bulk.join(List.of(
                dialect.outbound(envelope("V1", "S1", null, ONE, VIEW), 0, keys),
                dialect.outbound(envelope("V1", "S1", null, ONE, RATE), 0, keys)));

        assertThat(new String(joined.beacon().body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"appId\":\"a\",\"ip\":\"192.0.2.1\",\"events\":[" + VIEW + "," + RATE
                        + "],\"zones\":[],\"visitorId\":\"V1\",\"sessionId\":\"S1\",\"secretKey\":\"s3\"}");
        assertThat(joined.beacon().path()).isEqualTo("/api/serverside");
    }

    private Object key(String device, String session, String clients, String request, String event) {
        return bulk.key(envelope(device, session, clients, request, event));
    }

    private static Envelope envelope(String device, String session, String clients, String request, String event) {
        byte[] json = request.replace("E]", event + "]").getBytes(StandardCharsets.UTF_8);
        return new Envelope(
                PureClarity.LABEL,
                "demo",
                EventType.VIEW,
                device,
                session,
                clients,
                Envelope.Notes.AUTHENTICATED,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", PureClarity.PATH, "", BodyKind.JSON, json));
    }
}
