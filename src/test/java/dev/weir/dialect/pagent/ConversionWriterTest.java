package dev.weir.dialect.pagent;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What an event looks like in the document's own spelling. */
final class ConversionWriterTest {

    private static final long ACCEPTED = 1_800_000_000_123L;
    private static final String IDS = "\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"c\"";

    private final Pagent dialect = new Pagent();

    @Test
    void onlyTheDocumentsFieldsGoOut() {
        String sent = "{\"time\":1.7e12,\"x\":1,\"session_data\":{\"conversion_id\":\"c\",\"is_control\":false,"
                + "\"visit_id\":\"v\",\"user_id\":\"u\",\"session_id\":\"s\"},\"label\":\"\\u0061\",\"revenue\":7,"
                + "\"event_id\":\"e\"}";

        assertThat(body("/v2/conversions", sent))
                .isEqualTo("{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"visit_id\":\"v\","
                        + "\"conversion_id\":\"c\"},\"label\":\"a\",\"revenue\":7,\"time\":1700000000000}");
    }

    @Test
    void idsOfTheFirstVersionStandBesideTheRest() {
        assertThat(body("/v1/conversions", "{\"events\":[{\"time\":0,\"visit_id\":\"v\"," + IDS + "}]}"))
                .isEqualTo("{\"events\":[{" + IDS + ",\"time\":0}]}");
    }

    @Test
    void eventOfABulkStaysInOne() {
        assertThat(body("/v2/conversions/bulk", "{\"events\":[{\"session_data\":{" + IDS + "},\"time\":0}]}"))
                .isEqualTo("{\"events\":[{\"session_data\":{" + IDS + "},\"time\":0}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"qty\":2,\"gift\":true,\"a\":\"1\"}",
                "[{\"qty\":2},{},{\"tags\":[\"a\",null]}]",
                "{\"0.qty\":2}"
            })
    void propertiesKeepTheirFormAndTypes(String properties) {
        String sent = "{\"session_data\":{" + IDS + "},\"properties\":" + properties + ",\"time\":0}";

        assertThat(body("/v2/conversions", sent)).isEqualTo(sent);
    }

    @Test
    void nullsAreLeftOutAndTheTimeIsThatOfAcceptance() {
        String sent = "{\"session_data\":{" + IDS + ",\"visit_id\":null},\"label\":null,\"revenue\":null,"
                + "\"properties\":null,\"time\":null}";

        assertThat(body("/v2/conversions", sent))
                .isEqualTo("{\"session_data\":{" + IDS + "},\"time\":" + ACCEPTED + "}");
    }

    @Test
    void keyIsTheSections() {
        assertThat(reencoded("/v2/conversions", "{\"session_data\":{" + IDS + "}}")
                        .authorization())
                .isEqualTo("Bearer the-key");
    }

    private String body(String path, String json) {
        return new String(reencoded(path, json).beacon().body(), StandardCharsets.UTF_8);
    }

    private Outbound reencoded(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        Envelope envelope = new Envelope(
                Pagent.LABEL,
                "demo",
                EventType.CONVERSION,
                "u",
                null,
                "s",
                Envelope.Notes.AUTHENTICATED,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", path, "", BodyKind.JSON, body));
        return dialect.reencoded(envelope, ACCEPTED, List.of(new Section.Key("main", "the-key")));
    }
}
