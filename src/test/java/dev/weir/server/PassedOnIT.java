package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.server.VendorServer.Received;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that only the vendor can answer go there as they came, and come back with what may come back. */
final class PassedOnIT {

    private static final String JSON = "application/json";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final int PAGES = 50;

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
    void stop() {
        weir.close();
        vendor.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/recommend/9b2c?shop_id=patient-shop&did=7rjVGhMykT&item=1%2C2&extended=1",
                "/search?shop_id=patient-shop&did=7rjVGhMykT&type=instant_search&search_query=%D0%BA%D1%80+a%2Bb",
                "/search/blank?shop_id=patient-shop",
                "/profile?shop_id=patient-shop&shop_secret=patient-shop-secret&email=a%40shop.example"
            })
    void aGetGoesOnWithItsQuery(String target) throws Exception {
        vendor.behave(call -> call.json(200, "{\"from\":\"vendor\"}"));

        HttpResponse<String> answer = weir.get(target, "User-Agent", "Mozilla/5.0 test");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"from\":\"vendor\"}");
        assertThat(answer.headers().firstValue("weir-ack"))
                .as("nothing is promised")
                .isEmpty();
        assertThat(vendor.received()).extracting(Received::line).containsExactly("GET " + target);
        assertThat(vendor.received().get(0).header("user-agent")).isEqualTo("Mozilla/5.0 test");
        assertThat(weir.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
            PUT    | /import/categories | application/json                   | {"shop_id":"patient-shop","shop_secret":"patient-shop-secret","categories":[{"id":"1"}]}
            PATCH  | /crm/client_calls  | application/json; charset=utf-8     | {"shop_id":"patient-shop","shop_secret":"patient-shop-secret","id":7}
            PATCH  | /crm/client_calls/7 | application/json                  | {"shop_id":"patient-shop","shop_secret":"patient-shop-secret"}
            DELETE | /promo_codes/purge | application/x-www-form-urlencoded  | shop_id=patient-shop&shop_secret=patient-shop-secret&code=%D0%BA
            POST   | /segments/add      | application/x-www-form-urlencoded  | shop_id=patient-shop&segment_id=5&email=a%40shop.example
            POST   | /nps/create?shop_id=patient-shop | text/csv             | "a";"b"
            """)
    void aBodyGoesOnAsItCame(String method, String target, String contentType, String body) throws Exception {
        vendor.behave(call -> call.json(201, "{\"done\":true}"));

        HttpResponse<String> answer = weir.send(method, target, body, CONTENT_TYPE, contentType);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(vendor.received()).hasSize(1);
        Received received = vendor.received().get(0);
        assertThat(received.line()).isEqualTo(method + " " + target);
        assertThat(received.header("content-type")).isEqualTo(contentType);
        assertThat(received.body()).isEqualTo(body);
    }

    @Test
    void aRedirectIsGivenOnAndNotFollowed() throws Exception {
        String where = "http://127.0.0.1:" + vendor.port() + "/elsewhere";
        vendor.behave(call -> call.answer(302, "", "location", where));

        HttpResponse<String> answer = weir.get("/recommend/x?shop_id=patient-shop&did=7rjVGhMykT");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).contains(where);
        assertThat(answer.headers().firstValue("cache-control"))
                .as("ours, whatever else the vendor says")
                .contains("no-store");
        assertThat(vendor.received()).hasSize(1);
    }

    @Test
    void cookiesPassInNeitherDirection() throws Exception {
        vendor.behave(call -> call.answer(200, "{}", "content-type", JSON, "set-cookie", "did=vendors", "x-own", "1"));

        HttpResponse<String> answer =
                weir.get("/recommend/x?shop_id=patient-shop&did=7rjVGhMykT", "Cookie", "weir_patient=a; other=b");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "x-own");
        assertThat(vendor.received().get(0).header("cookie")).isNull();
    }

    @Test
    void anErrorOfTheVendorsIsGivenOn() throws Exception {
        vendor.behave(call -> call.json(422, "{\"message\":\"no such block\"}"));

        HttpResponse<String> answer = weir.get("/recommend/x?shop_id=patient-shop&did=7rjVGhMykT");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("{\"message\":\"no such block\"}");
    }

    @Test
    void aListingIsKeptForAMinute() throws Exception {
        vendor.behave(call -> call.json(200, "{\"products\":[1]}"));

        HttpResponse<String> first = weir.get("/products?limit=5&shop_id=patient-shop&did=7rjVGhMykT");
        HttpResponse<String> second = weir.get("/products?shop_id=patient-shop&limit=5&did=another");

        assertThat(second.body()).isEqualTo(first.body()).isEqualTo("{\"products\":[1]}");
        assertThat(vendor.received()).hasSize(1);
    }

    @Test
    void aListingWithFiltersIsAskedForEachTime() throws Exception {
        String filtered = "/products?limit=5&shop_id=patient-shop&filters=%7B%22color%22%3A%5B%22red%22%5D%7D";

        weir.get(filtered);
        weir.get(filtered);

        assertThat(vendor.received()).hasSize(2);
    }

    @Test
    void aListingOfOneSectionIsNotAnothers() throws Exception {
        weir.get("/products?limit=5&shop_id=patient-shop");
        weir.get("/products?limit=5&shop_id=hurried-shop");

        assertThat(vendor.received()).hasSize(2);
    }

    @Test
    void alikeQuestionsAtOnceAreOneForTheVendor() throws Exception {
        Queue<Received> held = new ConcurrentLinkedQueue<>();
        vendor.behave(held::add);
        List<CompletableFuture<HttpResponse<String>>> pages = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            pages.add(weir.web().begin("GET", "/recommend/x?shop_id=patient-shop&did=7rjVGhMykT", null));
        }
        Await.until("all wait", () -> weir.scrape().sum("weir_upstream_waiting") == PAGES);
        Await.until("the vendor is asked", () -> !held.isEmpty());
        vendor.behave(call -> call.json(200, "{\"late\":true}"));
        vendor.on(() -> held.forEach(call -> call.json(200, "{\"recommends\":[7]}")));

        for (CompletableFuture<HttpResponse<String>> page : pages) {
            assertThat(page.get(30, TimeUnit.SECONDS).body()).isEqualTo("{\"recommends\":[7]}");
        }
        assertThat(vendor.received()).hasSize(1);
    }

    @Test
    void whatChangesSomethingIsNeverShared() throws Exception {
        Queue<Received> held = new ConcurrentLinkedQueue<>();
        vendor.behave(held::add);
        String target = "/promo_codes/fetch?shop_id=patient-shop&code=x";
        CompletableFuture<HttpResponse<String>> one = weir.web().begin("GET", target, null);
        CompletableFuture<HttpResponse<String>> other = weir.web().begin("GET", target, null);

        Await.until("the vendor is asked twice", () -> held.size() == 2);
        vendor.on(() -> held.forEach(call -> call.json(200, "{}")));
        assertThat(one.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(other.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void defaultContentComesWhileTheVendorHangs() throws Exception {
        vendor.behave(VendorServer.HANGING);

        HttpResponse<String> answer = weir.get("/recommend/x?shop_id=hurried-shop&did=7rjVGhMykT");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"html\":\"\",\"title\":\"\",\"recommends\":[],\"id\":0}");
        assertThat(weir.scrape().sum("weir_upstream_seconds_count", "outcome=\"timeout\""))
                .isEqualTo(1);
    }

    @Test
    void aChangeThatHangsIsNotSaidToBeDone() throws Exception {
        vendor.behave(VendorServer.HANGING);

        HttpResponse<String> answer =
                weir.post("/subscriptions/manage", "{\"shop_id\":\"hurried-shop\",\"email\":\"a@shop.example\"}");

        requireError(answer, 504, "the upstream did not answer POST /subscriptions/manage in time");
    }

    @Test
    void aChangeIsRefusedWhileTheVendorIsDown() throws Exception {
        vendor.shut();

        HttpResponse<String> answer =
                weir.post("/subscriptions/manage", "{\"shop_id\":\"patient-shop\",\"email\":\"a@shop.example\"}");

        requireError(answer, 502, "the upstream gave no answer to POST /subscriptions/manage: unreachable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/recommend/x", "/search", "/orders/last_for_user"})
    void withoutAnUpstreamThePageIsToldSo(String path) throws Exception {
        requireError(
                weir.get(path + "?shop_id=alone-shop&did=7rjVGhMykT"), 404, "this section has no upstream that could");
        assertThat(vendor.received()).isEmpty();
    }

    private static void requireError(HttpResponse<String> answer, int status, String message) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains(JSON);
        assertThat(answer.body())
                .startsWith("{\"status\":\"error\",\"message\":\"" + message)
                .contains("\"payload\":{\"message\":\"" + message);
    }
}
