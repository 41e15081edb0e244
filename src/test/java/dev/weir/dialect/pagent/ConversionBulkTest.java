package dev.weir.dialect.pagent;

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
import org.junit.jupiter.params.provider.CsvSource;

final class ConversionBulkTest extends BulkContract {

    private static final String IDS = "\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"c\"";
    private static final String FIRST = "{ \"session_data\":{" + IDS + "},\"time\":1, \"x\" : 1.50}";
    private static final String SECOND = "{\"session_data\":{" + IDS + "},\"time\":2}";

    private final Pagent dialect = new Pagent();
    private final Bulk bulk = dialect.bulk();

    ConversionBulkTest() {
        super(new Pagent());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/conversions, /v1/conversions, true",
        "/v2/conversions, /v2/conversions, true",
        "/v2/conversions, /v2/conversions/bulk, true",
        "/v1/conversions, /v2/conversions, false",
        "/v1/conversions, /v2/conversions/bulk, false",
        "/v1/conversions, /v3/conversions, false"
    })
    void eventsOfOneVersionShareARequest(String path, String another, boolean expected) {
        assertThat(bulk.key(envelope(path, "{}")).equals(bulk.key(envelope(another, "{}"))))
                .isEqualTo(expected);
    }

    @Test
    void eachEventKeepsItsBytesWhicheverEndpointItCameTo() {
        Outbound joined = bulk.join(List.of(
                outbound("/v2/conversions", FIRST),
                outbound("/v2/conversions/bulk", "{\"events\":[" + SECOND + "]}"),
                outbound("/v2/conversions", SECOND)));

        assertThat(text(joined)).isEqualTo("{\"events\":[" + FIRST + "," + SECOND + "," + SECOND + "]}");
        assertThat(joined.beacon().path()).isEqualTo("/v2/conversions/bulk");
        assertThat(joined.authorization()).isEqualTo("Bearer the-key");
    }

    @Test
    void eventsOfTheFirstVersionStayWhereTheyCame() {
        String event = "{" + IDS + ",\"time\":1}";
        Outbound single = outbound("/v1/conversions", "{\"events\":[" + event + "]}");

        Outbound joined = bulk.join(List.of(single, single));

        assertThat(text(joined)).isEqualTo("{\"events\":[" + event + "," + event + "]}");
        assertThat(joined.beacon().path()).isEqualTo("/v1/conversions");
    }

    private Outbound outbound(String path, String json) {
        return dialect.outbound(envelope(path, json), 0, List.of(new Section.Key("main", "the-key")));
    }

    private static Envelope envelope(String path, String json) {
        return new Envelope(
                Pagent.LABEL,
                "demo",
                EventType.CONVERSION,
                "u",
                null,
                "s",
                Envelope.Notes.AUTHENTICATED,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", path, "", BodyKind.JSON, json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Outbound outbound) {
        return new String(outbound.beacon().body(), StandardCharsets.UTF_8);
    }
}
