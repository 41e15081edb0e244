package dev.weir.server;

import static dev.weir.server.EventLines.text;
import static dev.weir.server.EventLines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import io.vertx.core.http.HttpVersion;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zones and choices: the page gets the vendor's or ours, and the vendor hears of each event once. */
final class WaitingIT {

    private static final String ZONES =
            "{\"visitorId\":\"vendors\",\"sessionId\":\"vendors\",\"errors\":[],\"zones\":{\"HP01\":{\"type\":\"html\","
                    + "\"content\":\"theirs\"}}}";

    private static final String AUTHORIZED = "Authorization";

    @TempDir
    private Path data;

    private VendorServer vendor;
    private LocalWeir weir;

    @BeforeEach
    void start() throws Exception {
        vendor = VendorServer.start();
        weir = LocalWeir.start(data, WaitingConfig.of(vendor));
    }

    @AfterEach
    void stop() throws Exception {
        weir.close();
        vendor.close();
    }

    @Test
    void zonesAreTheVendorsUnderOurIds() throws Exception {
        vendor.behave(call -> call.json(200, ZONES));

        HttpResponse<String> answer = weir.post("/api/serverside", page("patient"));

        String visitor = text(answer.body(), "visitorId");
        assertThat(answer.body()).contains("\"zones\":{\"HP01\":{\"type\":\"html\",\"content\":\"theirs\"}}");
        assertThat(visitor).hasSize(22);
        assertThat(vendor.asked()).hasSize(1);
        assertThat(vendor.asked().get(0).version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(text(vendor.asked().get(0).body(), "visitorId")).isEqualTo(visitor);
        assertThat(text(vendor.asked().get(0).body(), "sessionId")).isEqualTo(text(answer.body(), "sessionId"));
    }

    @Test
    void whatTheCallForZonesCarriedIsNotDeliveredAgain() throws Exception {
        vendor.behave(call -> call.json(200, ZONES));

        HttpResponse<String> answer = weir.post("/api/serverside", page("patient"));
        awaitSettled();

        assertThat(answer.headers().firstValue("weir-ack")).contains("fsync");
        List<String> lines = weir.lines();
        assertThat(lines).hasSize(2).allMatch(line -> line.contains("\"carried_to\":\"vendor\""));
        assertThat(lines).allMatch(line -> text(line, "did").equals(text(answer.body(), "visitorId")));
        assertThat(vendor.received()).hasSize(1);
        assertThat(vendor.asked().get(0).body()).contains("page_view").contains("product_view");
    }

    @Test
    void zonesAreOursAndEventsAreOwedWhileTheVendorHangs() throws Exception {
        vendor.behave(VendorServer.HANGING);

        HttpResponse<String> answer = weir.post("/api/serverside", page("hurried"));

        requireOurZones(answer);
        vendor.behave(VendorServer.OK);
        requireBothTakenOnce();
    }

    @Test
    void zonesAreOursAndEventsAreOwedWhileTheVendorFails() throws Exception {
        vendor.behave(VendorServer.FAILING);

        HttpResponse<String> answer = weir.post("/api/serverside", page("patient"));

        requireOurZones(answer);
        vendor.behave(VendorServer.OK);
        requireBothTakenOnce();
    }

    @Test
    void zonesAreOursAndEventsAreOwedWhileTheVendorIsDown() throws Exception {
        vendor.shut();

        HttpResponse<String> answer = weir.post("/api/serverside", page("patient"));

        requireOurZones(answer);
        vendor.reopen();
        requireBothTakenOnce();
        assertThat(vendor.asked()).isEmpty();
    }

    @Test
    void engagementsComeBackToUsAndGoOnToTheVendor() throws Exception {
        vendor.behave(call -> call.json(200, choices("http://127.0.0.1:" + vendor.port() + "/hit/impression?d=d-1")));

        HttpResponse<String> answer = weir.post("/v2/choose", choose(), AUTHORIZED, "Bearer patient-gravity-key");

        String own = weir.uri() + "/v2/engagement/";
        assertThat(answer.body()).contains("\"user\":{\"uid\":\"").contains("\"urls\":[\"" + own);
        assertThat(text(answer.body(), "uid")).matches("[0-9a-f]{24}");
        vendor.behave(VendorServer.OK);
        HttpResponse<String> engaged = weir.get(engagement(answer), AUTHORIZED, "Bearer patient-gravity-key");
        assertThat(engaged.statusCode()).isEqualTo(200);
        assertThat(engaged.body()).contains("\"uid\":\"" + text(answer.body(), "uid") + "\"");
        awaitSettled();
        assertThat(vendor.taken()).hasSize(1);
        assertThat(vendor.taken().get(0).line()).isEqualTo("GET /hit/impression?d=d-1");
        assertThat(vendor.taken().get(0).header("authorization")).isEqualTo("Bearer patient-gravity-key");
        assertThat(with(weir.lines(), "\"type\":\"page\"")).hasSize(1).allMatch(line -> line.contains("carried_to"));
        assertThat(with(weir.lines(), "\"type\":\"engagement\"")).hasSize(1);
    }

    @Test
    void aForgedEngagementIsRefusedAndGoesNowhere() throws Exception {
        vendor.behave(call -> call.json(200, choices("http://127.0.0.1:" + vendor.port() + "/hit?d=d-1")));
        String own = engagement(weir.post("/v2/choose", choose(), AUTHORIZED, "Bearer patient-gravity-key"));
        char last = own.charAt(own.length() - 1);
        String forged = own.substring(0, own.length() - 1) + (last == 'A' ? 'B' : 'A');

        assertThat(weir.get(forged, AUTHORIZED, "Bearer patient-gravity-key").statusCode())
                .isEqualTo(404);
        assertThat(weir.get(own, AUTHORIZED, "Bearer hurried-gravity-key").statusCode())
                .as("another section's key")
                .isEqualTo(404);
        assertThat(weir.get(own, AUTHORIZED, "Bearer no-such-key").statusCode()).isEqualTo(401);
        assertThat(weir.get(own).statusCode()).isEqualTo(401);
        awaitSettled();
        assertThat(vendor.received()).hasSize(1);
        assertThat(weir.lines()).hasSize(1);
    }

    @Test
    void urlsOfOthersStayAsTheyAre() throws Exception {
        String elsewhere = "https://tracker.example/hit?d=d-1";
        vendor.behave(call -> call.json(200, choices(elsewhere)));

        HttpResponse<String> answer = weir.post("/v2/choose", choose(), AUTHORIZED, "Bearer patient-gravity-key");

        assertThat(answer.body()).contains("\"urls\":[\"" + elsewhere + "\"]");
    }

    @Test
    void aChoiceThatComesTooLateIsToldToTheVendor() throws Exception {
        vendor.behave(VendorServer.HANGING);

        HttpResponse<String> answer = weir.post("/v2/choose", choose(), AUTHORIZED, "Bearer hurried-gravity-key");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"user\":{").contains("\"data\":[]");
        vendor.behave(VendorServer.OK);
        awaitSettled();
        assertThat(vendor.taken())
                .extracting(VendorServer.Received::line)
                .containsExactlyInAnyOrder("POST /v2/visit", "POST /v2/event");
        VendorServer.Received told = vendor.taken().stream()
                .filter(call -> call.line().endsWith("/v2/event"))
                .findFirst()
                .orElseThrow();
        assertThat(told.body()).contains("\"name\":\"fallback\"").contains("\"reason\":\"timeout\"");
        assertThat(told.header("authorization")).isEqualTo("Bearer hurried-gravity-key");
        assertThat(text(told.body(), "uid")).isEqualTo(text(answer.body(), "uid"));
        assertThat(with(weir.lines(), "\"name\":\"fallback\"")).hasSize(1);
        assertThat(weir.lines()).hasSize(2).noneMatch(line -> line.contains("carried_to"));
    }

    private void requireOurZones(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"zones\":{\"HP01\":{\"type\":\"html\",\"content\":\"ours\"}}");
        assertThat(answer.headers().firstValue("weir-ack")).contains("fsync");
    }

    /** The two events of {@link #page}, from the sink: of one visitor, and so in one request, in order. */
    private void requireBothTakenOnce() throws Exception {
        awaitSettled();
        assertThat(vendor.taken()).hasSize(1);
        assertThat(vendor.taken().get(0).body())
                .containsOnlyOnce("\"name\":\"page_view\"")
                .containsOnlyOnce("\"name\":\"product_view\"")
                .containsSubsequence("page_view", "product_view");
        assertThat(weir.lines()).hasSize(2).noneMatch(line -> line.contains("carried_to"));
    }

    private void awaitSettled() {
        Await.until("nothing is owed", () -> weir.isSettled("files") && weir.isSettled("vendor"));
    }

    /** The first of our URLs in an answer, without scheme and authority. */
    private String engagement(HttpResponse<String> answer) {
        String body = answer.body();
        int start = body.indexOf(weir.uri() + "/v2/engagement/");
        assertThat(start).as(body).isNotNegative();
        return body.substring(start + weir.uri().toString().length(), body.indexOf('"', start));
    }

    private static String page(String section) {
        return "{\"appId\":\"" + section + "-app\",\"secretKey\":\"" + section + "-app-secret\","
                + "\"events\":[{\"name\":\"page_view\",\"data\":{\"page_type\":\"product_page\"}},"
                + "{\"name\":\"product_view\",\"data\":{\"id\":\"abc123\"}}],\"zones\":[{\"id\":\"HP01\"}],"
                + "\"referer\":\"\",\"currentUrl\":\"https://shop.example/p\",\"currency\":\"GBP\",\"visitorId\":\"\","
                + "\"sessionId\":\"\",\"userAgent\":\"Mozilla/5.0\",\"ip\":\"203.0.113.7\"}";
    }

    private static String choose() {
        return "{\"sec\":\"gf\",\"data\":[{\"selector\":\"home-banner\",\"option\":null}],"
                + "\"device\":{\"ua\":\"Mozilla/5.0\",\"id\":\"3f1d0b5e-8a55-4a0f-a9a4-1c0d7d2f9e11\"},"
                + "\"user\":{\"uid\":null,\"custom\":null,\"ses\":null,\"attributes\":null},"
                + "\"ctx\":{\"type\":\"HOMEPAGE\",\"data\":[],\"location\":\"Main\"},"
                + "\"options\":{\"isImplicitPageview\":true,\"isBuildEngagementUrl\":true}}";
    }

    private static String choices(String url) {
        return "{\"user\":{\"uid\":\"ffffffffffffffffffffffff\",\"ses\":\"0\"},\"data\":[{\"selector\":\"home-banner\","
                + "\"payload\":[{\"campaignId\":\"c-1\",\"decisionId\":\"d-1\",\"contents\":[{\"contentId\":\"k-1\","
                + "\"events\":[{\"type\":\"impression\",\"urls\":[\"" + url + "\"]}]}]}]}]}";
    }
}
