package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.wire.JsonTestSuite;
import dev.weir.dialect.wire.JsonTestSuite.Case;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** JSONTestSuite through a socket: what is no JSON is a 400 that says so and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JsonTestSuiteIT {

    private static final String CONFIG = """
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                pureclarity: [{app-id: app, secret-key: secret}]
                gravityfield: [{api-key: gf-key}]
                pagent: [{api-key: pa-key}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files]
            """;

    private static final String OPEN =
            "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}],\"extra\":";

    /** Where a body is read before anything else is asked for; the keys of the others stand in a header. */
    private static final Map<String, String> PATHS = Map.of(
            "/push", "",
            "/api/serverside", "",
            "/ssapi/event", "Authorization: Bearer gf-key\r\n",
            "/v1/conversions", "Authorization: Bearer pa-key\r\n");

    /** Valid, and refused on purpose: see JsonTestSuiteTest. */
    private static final Set<String> REFUSED_ON_PURPOSE =
            Set.of("y_object_duplicated_key", "y_object_duplicated_key_and_value");

    private LocalWeir weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        weir = LocalWeir.start(data, CONFIG);
        try (RawConnection connection = new RawConnection(weir.uri())) {
            connection.post("/push", OPEN + "1}");
        }
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    @Test
    void validJsonInAnEventIsTaken() throws Exception {
        double before = accepted();
        List<Case> valid = JsonTestSuite.valid();
        try (RawConnection connection = new RawConnection(weir.uri())) {
            for (Case json : valid) {
                RawConnection.Response answer = post(connection, "/push", "", json.within(OPEN));
                assertThat(answer.status())
                        .as(json + ": " + answer.body())
                        .isEqualTo(REFUSED_ON_PURPOSE.contains(json.name()) ? 400 : 200);
            }
        }
        assertThat(accepted() - before).isEqualTo(valid.size() - REFUSED_ON_PURPOSE.size());
    }

    @Test
    void invalidJsonInAnEventIsABadRequestAndNoEvent() throws Exception {
        double before = accepted();
        try (RawConnection connection = new RawConnection(weir.uri())) {
            for (Case json : JsonTestSuite.invalid()) {
                // One of them is longer than any body may be: what is cut off it is more of the same.
                RawConnection.Response answer = post(connection, "/push", "", head(json.within(OPEN)));
                assertThat(answer.status()).as(json + ": " + answer.body()).isEqualTo(400);
                assertThat(answer.body()).as(json.name()).contains("\"status\":\"error\",\"message\":\"");
            }
        }
        assertThat(accepted()).isEqualTo(before);
    }

    @Test
    void invalidJsonIsABadRequestInEveryDialect() throws Exception {
        double before = accepted();
        for (Map.Entry<String, String> path : PATHS.entrySet()) {
            try (RawConnection connection = new RawConnection(weir.uri())) {
                for (Case json : JsonTestSuite.invalid()) {
                    RawConnection.Response answer =
                            post(connection, path.getKey(), path.getValue(), head(json.bytes()));
                    assertThat(answer.status()).as(path.getKey() + " " + json).isBetween(400, 422);
                    assertThat(answer.body()).as(path.getKey() + " " + json).isNotBlank();
                }
            }
        }
        assertThat(accepted()).isEqualTo(before);
    }

    /** In one piece: a head and a body apart would each wait for the other's acknowledgement. */
    private static RawConnection.Response post(RawConnection connection, String path, String header, byte[] body)
            throws Exception {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String head = "POST " + path + " HTTP/1.1\r\nHost: weir\r\nContent-Type: application/json\r\n" + header
                + "Content-Length: " + body.length + "\r\n\r\n";
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        connection.send(request.toByteArray());
        return connection.response();
    }

    private static byte[] head(byte[] body) {
        return body.length > 60_000 ? Arrays.copyOf(body, 60_000) : body;
    }

    private double accepted() {
        return weir.scrape().sum("weir_accepted_total");
    }
}
