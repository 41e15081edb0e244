package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the events of crawlers and prefetching browsers. */
final class BotsIT {

    private static final String CONFIG = """
            server: {port: 0, crawlers: [acmebot]}
            admin: {port: 0}
            sinks:
              - {name: files, type: file, dir: events}
              - {name: bots, type: file, dir: bots}
            sections:
              - name: label
                personaclick: [{shop-id: label}]
                sinks: [files]
              - name: drop
                personaclick: [{shop-id: drop, shop-secret: secret}]
                sinks: [files]
                web: {bots: {fate: drop}}
              - name: divert
                personaclick: [{shop-id: divert, shop-secret: secret}]
                sinks: [files]
                web: {bots: {fate: divert, sink: bots}}
            """;
    private static final String GOOGLE = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private static final String USER_AGENT = "User-Agent";

    private Path data;
    private LocalWeir weir;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        data = dir;
        weir = LocalWeir.start(dir, CONFIG);
    }

    @AfterEach
    void stop() {
        weir.close();
    }

    @ParameterizedTest
    @CsvSource({
        "User-Agent, Googlebot/2.1, crawler",
        "User-Agent, AcmeBot/1.0, crawler",
        "Sec-Purpose, prefetch, prefetch",
        "Sec-Purpose, prefetch;prerender, prefetch",
        "Purpose, prefetch, prefetch",
        "X-Moz, Prefetch, prefetch"
    })
    void aBotsEventSaysSo(String header, String value, String kind) throws Exception {
        HttpResponse<String> answer = weir.post("/push", view("label"), header, value);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("weir-ack")).contains("fsync");
        Await.until("it is written", () -> weir.lines().size() == 1);
        assertThat(weir.lines().get(0)).contains("\"bot\":\"" + kind + "\"");
        assertThat(weir.scrape().sum("weir_intake_bots_total", "kind=\"" + kind + "\""))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"User-Agent, Mozilla/5.0 (Linux; Android 13; CUBOT X70)", "Sec-Purpose, prefetching", "Purpose, preview"
    })
    void aVisitorsEventSaysNothing(String header, String value) throws Exception {
        weir.post("/push", view("drop"), header, value);

        Await.until("it is written", () -> weir.lines().size() == 1);
        assertThat(weir.lines().get(0)).doesNotContain("\"bot\"");
        assertThat(weir.scrape().sum("weir_intake_bots_total")).isZero();
    }

    @Test
    void aBotsEventIsDroppedAndAnsweredAsIfItWereTaken() throws Exception {
        HttpResponse<String> taken = weir.post("/push", view("drop"));
        HttpResponse<String> dropped = weir.post("/push", view("drop"), USER_AGENT, GOOGLE);

        assertThat(dropped.statusCode()).isEqualTo(taken.statusCode());
        assertThat(dropped.body()).isEqualTo(taken.body());
        assertThat(dropped.headers().firstValue("weir-ack"))
                .as("nothing is promised")
                .isEmpty();
        assertThat(dropped.headers().firstValue("set-cookie")).isEmpty();
        assertThat(weir.scrape().sum("weir_rejected_total", "reason=\"bot\"")).isEqualTo(1);
        assertThat(weir.scrape().sum("weir_accepted_total")).isEqualTo(1);
        assertThat(weir.scrape().sum("weir_journal_accepted")).isEqualTo(1);
        assertBooksBalance();
    }

    @Test
    void aBotThatBeginsAVisitIsToldWhoItIs() throws Exception {
        HttpResponse<String> answer = weir.get("/init?shop_id=drop", USER_AGENT, GOOGLE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"did\":\"wd0_", "\"seance\":\"ws0_");
        assertThat(weir.scrape().sum("weir_journal_accepted")).isZero();
        assertBooksBalance();
    }

    @Test
    void aBotsQuestionIsAnsweredAndCountedAsOne() throws Exception {
        HttpResponse<String> answer = weir.get("/products/cart?shop_id=drop&did=7rjVGhMykT", USER_AGENT, GOOGLE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(weir.scrape().sum("weir_answered_total")).isEqualTo(1);
        assertThat(weir.scrape().sum("weir_rejected_total", "reason=\"bot\"")).isZero();
        assertBooksBalance();
    }

    @Test
    void aBotsFaultIsToldAsAnyOther() throws Exception {
        HttpResponse<String> answer =
                weir.post("/push", "{\"shop_id\":\"drop\",\"event\":\"dance\",\"did\":\"x\"}", USER_AGENT, GOOGLE);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertBooksBalance();
    }

    @Test
    void aBotsEventGoesToASinkOfItsOwnAlone() throws Exception {
        weir.post("/push", view("divert"), USER_AGENT, GOOGLE);
        weir.post("/push", view("divert"));
        weir.post("/push", view("label"), USER_AGENT, GOOGLE);

        Await.until("all are settled", () -> weir.isSettled("files") && weir.isSettled("bots"));
        List<String> diverted = EventLines.in(data.resolve("bots"));
        assertThat(diverted).singleElement().asString().contains("\"section\":\"divert\"", "\"bot\":\"crawler\"");
        assertThat(weir.lines()).hasSize(2);
        assertThat(weir.lines())
                .filteredOn(line -> line.contains("\"section\":\"divert\""))
                .singleElement()
                .asString()
                .doesNotContain("\"bot\"");
    }

    @ParameterizedTest
    @CsvSource({"drop", "divert"})
    void aServerThatShowsItsKeyIsNoBot(String shop) throws Exception {
        String body = view(shop).replace("}]}", "}],\"shop_secret\":\"secret\"}");

        weir.post("/push", body, USER_AGENT, GOOGLE, "Sec-Purpose", "prefetch");

        Await.until("it is written", () -> weir.lines().size() == 1);
        assertThat(weir.lines().get(0)).contains("\"authenticated\":true").doesNotContain("\"bot\"");
        assertThat(weir.scrape().sum("weir_intake_bots_total")).isZero();
    }

    private void assertBooksBalance() {
        Scrape scrape = weir.scrape();
        assertThat(scrape.sum("weir_received_total"))
                .isEqualTo(scrape.sum("weir_accepted_total")
                        + scrape.sum("weir_rejected_total")
                        + scrape.sum("weir_answered_total")
                        + scrape.sum("weir_duplicates_total")
                        + scrape.sum("weir_intake_waiting"));
        assertThat(scrape.sum("weir_intake_waiting")).isZero();
    }

    private static String view(String shop) {
        return "{\"shop_id\":\"" + shop + "\",\"event\":\"view\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";
    }
}
