package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The visitor's address: believed from a trusted peer alone, and kept as far as the section keeps it. */
final class ClientAddressIT {

    private static final String VISITOR = "203.0.113.77";
    private static final String VISITOR_V6 = "2001:db8:85a3:8d3:1319:8a2e:370:7348";
    private static final String[] FORWARDED_FOR = {"X-Forwarded-For", VISITOR, "User-Agent", "test"};

    @TempDir
    private Path data;

    private VendorServer vendor;

    @BeforeEach
    void start() {
        vendor = VendorServer.start();
        vendor.behave(call -> call.json(200, "{\"status\":\"success\",\"html\":\"\",\"recommends\":[]}"));
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Test
    void aTrustedPeerNamesTheVisitor() throws Exception {
        try (LocalWeir weir = weir("trusted: {peers: [127.0.0.1]}", "full")) {
            assertThat(weir.post("/push", view("a"), FORWARDED_FOR).statusCode())
                    .isEqualTo(200);
            Await.until("nothing is owed", () -> weir.isSettled("files") && weir.isSettled("vendor"));

            assertThat(EventLines.text(weir.lines().get(0), "address")).isEqualTo(VISITOR);
            assertThat(vendor.taken().get(0).header("x-forwarded-for")).isEqualTo(VISITOR);
        }
    }

    @Test
    void whoIsNotTrustedIsTheVisitorWhateverItSends() throws Exception {
        try (LocalWeir weir = weir("trusted: {peers: [192.0.2.0/24]}", "full")) {
            assertThat(weir.post("/push", view("a"), FORWARDED_FOR).statusCode())
                    .isEqualTo(200);
            Await.until("nothing is owed", () -> weir.isSettled("files"));

            assertThat(EventLines.text(weir.lines().get(0), "address")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void schemeAndHostOfTrustedPeersStandInUrlsThatAreHandedOut() throws Exception {
        String url = "http://127.0.0.1:" + vendor.port() + "/hit/impression?d=d-1";
        vendor.behave(call -> call.json(
                200,
                "{\"user\":{\"uid\":\"ffffffffffffffffffffffff\",\"ses\":\"0\"},\"data\":[{\"selector\":\"s\",\"payload\":"
                        + "[{\"campaignId\":\"c-1\",\"decisionId\":\"d-1\",\"contents\":[{\"contentId\":\"k-1\",\"events\":"
                        + "[{\"type\":\"impression\",\"urls\":[\"" + url + "\"]}]}]}]}]}"));
        try (LocalWeir weir = weir("trusted: {peers: [127.0.0.1], header: Forwarded}", "full")) {
            String answer = weir.post(
                            "/v2/choose",
                            "{\"sec\":\"gf\",\"data\":[{\"selector\":\"s\",\"option\":null}],\"device\":{\"ua\":\"Mozilla/5.0\"},"
                                    + "\"user\":{\"uid\":null},\"ctx\":{\"type\":\"HOMEPAGE\",\"data\":[],\"location\":\"Main\"},"
                                    + "\"options\":{\"isImplicitPageview\":true,\"isBuildEngagementUrl\":true}}",
                            "Authorization",
                            "Bearer gravity-key-1",
                            "Forwarded",
                            "for=203.0.113.77;proto=https;host=t.shop.example")
                    .body();

            assertThat(answer).contains("\"urls\":[\"https://t.shop.example/v2/engagement/");
        }
    }

    @Test
    void ofATruncatedAddressTheRestIsNowhere() throws Exception {
        String[] v6 = {"X-Forwarded-For", VISITOR_V6, "User-Agent", "test"};
        try (LocalWeir weir = weir("trusted: {peers: [127.0.0.1]}", "truncated")) {
            assertThat(weir.post("/push", view("a"), FORWARDED_FOR).statusCode())
                    .isEqualTo(200);
            assertThat(weir.post("/push", view("b"), v6).statusCode()).isEqualTo(200);
            assertThat(weir.get("/recommend/x?shop_id=shop-1&did=7rjVGhMykT", FORWARDED_FOR)
                            .statusCode())
                    .isEqualTo(200);
            Await.until("nothing is owed", () -> weir.isSettled("files") && weir.isSettled("vendor"));

            assertThat(weir.lines())
                    .extracting(line -> EventLines.text(line, "address"))
                    .containsExactly("203.0.113.0", "2001:db8:85a3::");
            assertThat(vendor.taken())
                    .extracting(call -> call.header("x-forwarded-for"))
                    .containsExactlyInAnyOrder("203.0.113.0", "2001:db8:85a3::");
            assertThat(vendor.asked())
                    .extracting(call -> call.header("x-forwarded-for"))
                    .containsExactly("203.0.113.0");
        }
        assertThat(filesWith("203.0.113.0")).as("kept at all").isNotEmpty();
        assertThat(filesWith(VISITOR)).isEmpty();
        assertThat(filesWith(VISITOR_V6)).isEmpty();
        assertThat(filesWith("8d3:1319")).isEmpty();
    }

    private LocalWeir weir(String server, String addresses) throws Exception {
        return LocalWeir.start(data, config(server, addresses));
    }

    private String config(String server, String addresses) {
        return """
                server: {%s}
                sinks:
                  - {name: files, type: file, dir: events}
                  - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: h2, dialects: [personaclick, gravityfield]}
                sections:
                  - name: shop
                    personaclick: [{shop-id: shop-1}]
                    gravityfield: [{name: one, api-key: gravity-key-1}]
                    sinks: [files, vendor]
                    web: {addresses: %s}
                    upstream:
                      personaclick: {sink: vendor, deadline: 20s}
                      gravityfield: {sink: vendor, deadline: 20s}
                """.formatted(server, vendor.port(), addresses);
    }

    private static String view(String item) {
        return "{\"shop_id\":\"shop-1\",\"did\":\"7rjVGhMykT\",\"event\":\"view\",\"items\":[{\"id\":\"" + item
                + "\"}]}";
    }

    private List<Path> filesWith(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
