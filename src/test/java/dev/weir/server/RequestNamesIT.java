package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others call a request: back in its answer, kept with its event, and on to the vendor. */
final class RequestNamesIT {

    private static final String ID = "edge-7f3a/12";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String[] NAMES = {"X-Request-Id", ID, "traceparent", TRACE, "User-Agent", "test"};

    @TempDir
    private Path data;

    private VendorServer vendor;
    private LocalWeir weir;

    @BeforeEach
    void start() throws Exception {
        vendor = VendorServer.start();
        vendor.behave(call -> call.json(200, "{\"status\":\"success\",\"html\":\"\",\"recommends\":[]}"));
        weir = LocalWeir.start(data, WaitingConfig.of(vendor));
    }

    @AfterEach
    void stop() {
        weir.close();
        vendor.close();
    }

    @Test
    void anEventKeepsThemOnItsWay() throws Exception {
        String view =
                "{\"shop_id\":\"patient-shop\",\"did\":\"7rjVGhMykT\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";

        HttpResponse<String> answer = weir.post("/push", view, NAMES);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-request-id")).contains(ID);
        Await.until("nothing is owed", () -> weir.isSettled("files") && weir.isSettled("vendor"));
        assertThat(EventLines.text(weir.lines().get(0), "request_id")).isEqualTo(ID);
        assertThat(EventLines.text(weir.lines().get(0), "traceparent")).isEqualTo(TRACE);
        assertThat(vendor.taken().get(0).header("x-request-id")).isEqualTo(ID);
        assertThat(vendor.taken().get(0).header("traceparent")).isEqualTo(TRACE);
    }

    @Test
    void anEventOfAServerThatSpeaksForAVisitorKeepsThemToo() throws Exception {
        String page = "{\"appId\":\"alone-app\",\"secretKey\":\"alone-app-secret\",\"events\":[{\"name\":\"page_view\","
                + "\"data\":{\"page_type\":\"product_page\"}}],\"zones\":[],\"referer\":\"\",\"currentUrl\":"
                + "\"https://shop.example/p\",\"currency\":\"GBP\",\"visitorId\":\"\",\"sessionId\":\"\","
                + "\"userAgent\":\"Mozilla/5.0\",\"ip\":\"203.0.113.7\"}";

        assertThat(weir.post("/api/serverside", page, NAMES).statusCode()).isEqualTo(200);

        Await.until("nothing is owed", () -> weir.isSettled("files"));
        assertThat(EventLines.text(weir.lines().get(0), "request_id")).isEqualTo(ID);
        assertThat(EventLines.text(weir.lines().get(0), "address")).isEqualTo("203.0.113.7");
    }

    @Test
    void aCallThatAPageWaitsForCarriesThem() throws Exception {
        HttpResponse<String> answer = weir.get("/recommend/x?shop_id=patient-shop&did=7rjVGhMykT", NAMES);

        assertThat(answer.headers().firstValue("x-request-id")).contains(ID);
        assertThat(vendor.asked().get(0).header("x-request-id")).isEqualTo(ID);
        assertThat(vendor.asked().get(0).header("traceparent")).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @CsvSource({"GET, /nowhere, 404", "PUT, /push, 405", "GET, /health, 200", "POST, /push, 401"})
    void everyAnswerSaysWhichRequestItIsTo(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = weir.send(method, path, null, NAMES);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-request-id")).contains(ID);
    }

    @Test
    void whatIsNoNameGoesNowhere() throws Exception {
        String[] junk = {"X-Request-Id", "x".repeat(129), "traceparent", "00-junk", "User-Agent", "test"};

        HttpResponse<String> answer = weir.get("/recommend/x?shop_id=patient-shop&did=7rjVGhMykT", junk);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-request-id")).isEmpty();
        assertThat(vendor.asked().get(0).header("x-request-id")).isNull();
        assertThat(vendor.asked().get(0).header("traceparent")).isNull();
    }
}
