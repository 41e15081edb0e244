package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import dev.weir.server.config.Dialects;
import dev.weir.tool.JsonTree;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text that is meant to be taken for something else, sent in every place where a caller may write: lines of the log, of NDJSON and of
 * the live log stay what they are, a terminal shows it and does nothing, and nobody is sent anywhere.
 */
final class InjectionIT {

    private static final String CONFIG = """
            sinks:
              - {name: files, type: file, dir: events}
              - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: h2, dialects: [personaclick]}
            sections:
              - name: shop
                personaclick: [{shop-id: shop, shop-secret: secret}]
                pureclarity: [{app-id: app, secret-key: app-secret}]
                gravityfield: [{name: one, api-key: gravity-key}]
                pagent: [{name: one, api-key: pagent-key}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files, vendor]
            """;

    /** What each of them would do, if it were believed. */
    private static final List<String> HOSTILE = List.of(
            "x\r\n2026-01-01T00:00:00.000Z ERROR Forged line=1",
            "x\n\nevent: request\ndata: {\"forged\":true}\n\n",
            "\u001b[2J\u001b]0;owned\u0007\u001b[31m",
            "\u009b2J\u007f\b\b",
            "\u202egnp.exe \u2028 \u0085 \u2066",
            "=cmd|' /C calc'!A0",
            "@SUM(1+1)*cmd",
            "../../../../etc/passwd",
            "..\\..\\windows",
            "${jndi:ldap://127.0.0.1:1/a}",
            "{} %s %n",
            "a\u0000b",
            "\"}\n{\"seq\":1",
            "<script>alert(1)</script>",
            "x".repeat(5_000));

    /** As the Java client would not send them. */
    private static final List<String> HOSTILE_HEADERS = List.of(
            "\u001b[2Jx",
            "a\tb",
            "=cmd|x",
            "${jndi:ldap://127.0.0.1:1/a}",
            "http://127.0.0.1:1/",
            "%0d%0aX: y",
            "\u0085\u009b2J");

    /** Or a line of a stack trace, which a slow machine may bring. */
    private static final Pattern LOG_LINE = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO |WARN |ERROR) \\w+ |\tat |\t\\.\\.\\. |Caused by: "
                    + "|[\\w.$]+(Exception|Error|Throwable))\\P{Cntrl}*");

    @TempDir
    private Path dir;

    @Test
    void whatCallersWriteStaysTextWhereverItIsShown() throws Exception {
        try (VendorServer vendor = VendorServer.start()) {
            vendor.behave(call -> call.json(400, "{\"error\":\"\u009b2J\u202e\\u001b[2J\"}"));
            Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(vendor.port()));
            Path data = dir.resolve("data");
            try (WeirProcess weir = WeirProcess.serve(config, data, Map.of());
                    LiveReader live = LiveReader.open(weir.privateUri(), "")) {
                sendAll(weir.publicUri());
                Await.until("nothing is owed", () -> owed(weir) == 0);
                Await.until("all are shown", () -> live.all("request").size() > HOSTILE.size());
                assertThat(live.messages())
                        .extracting(LiveReader.Message::event)
                        .isSubsetOf("request", "fate", "sampled", "missed");
                assertThat(live.messages()).noneMatch(message -> message.data().containsKey("forged"));
                requirePlain("status", run(data, weir, "status"));
                assertThat(weir.stop()).isZero();
                requirePlainLog(weir.log());
            }
            for (String line : EventLines.in(data.resolve("events"))) {
                requirePlain("a line", line);
                assertThat(JsonTree.members(JsonTree.parse(line)).get("seq")).isNotNull();
            }
            for (List<String> command : List.of(
                    List.of("journal", "cat", data.toString()),
                    List.of("deadletter", "list"),
                    List.of("deadletter", "show", "1"))) {
                String output = WeirProcess.run(Map.of("WEIR_DATA", data.toString()), withConfig(command, config))
                        .output();
                assertThat(output).as(String.join(" ", command)).isNotBlank();
                requirePlain(String.join(" ", command), output);
            }
        }
    }

    @Test
    void nobodyIsSentAnywhereAndNothingIsFetched() throws Exception {
        try (VendorServer trap = VendorServer.start();
                LocalWeir weir = LocalWeir.start(dir.resolve("data"), CONFIG.formatted(1))) {
            String evil = "http://127.0.0.1:" + trap.port() + "/stolen";
            String encoded = URLEncoder.encode(evil, StandardCharsets.UTF_8);
            List<String> names =
                    List.of("url", "redirect", "redirect_uri", "return", "next", "callback", "to", "target");
            String query = "?shop_id=shop&did=device0001&event=view&items=1&"
                    + String.join(
                            "&",
                            names.stream().map(name -> name + "=" + encoded).toList());
            String body =
                    "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"event\":\"view\",\"items\":[{\"id\":\"1\",\"url\":\""
                            + evil + "\",\"image\":\"" + evil + "\"}],\"url\":\"" + evil + "\",\"ctx\":{\"location\":\""
                            + evil + "\"}}";
            for (Dialect dialect : Dialects.unsealed()) {
                for (Route route : dialect.routes()) {
                    for (String segment : List.of("%2f%2fevil.test", "..%2f..")) {
                        String target = route.path().replace("*", segment) + query;
                        requireNoWayOut(weir, route.method(), target, "weir", body);
                    }
                    String path = route.path().replace("*", "x1");
                    requireNoWayOut(
                            weir,
                            route.method(),
                            evil.replace("/stolen", path) + query,
                            "127.0.0.1:" + trap.port(),
                            body);
                    requireNoWayOut(
                            weir,
                            route.method(),
                            path + query,
                            "evil.test\r\nX-Forwarded-Host: 127.0.0.1:" + trap.port() + "\r\nX-Forwarded-Proto: https"
                                    + "\r\nX-Original-URL: " + evil + "\r\nForwarded: host=127.0.0.1:" + trap.port(),
                            body);
                }
            }
            for (String path :
                    List.of("/", "//evil.test", "//evil.test/%2e%2e", "/\\evil.test", "/health", "/nowhere")) {
                requireNoWayOut(weir, "GET", path + query, "evil.test", "");
            }
            Await.until("all are in the files", () -> weir.isSettled("files"));
            assertThat(weir.lines()).as("something was accepted").isNotEmpty();
            assertThat(trap.received()).isEmpty();
        }
    }

    @Test
    void aSecretInAUrlIsWarnedOfWhateverTheAnswerIs() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), CONFIG.formatted(1))) {
            String view = "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";
            String serverside = "{\"appId\":\"app\",\"secretKey\":\"app-secret\",\"events\":[]}";
            String secretInBody = view.replace("{\"shop_id", "{\"shop_secret\":\"secret\",\"shop_id");

            requireWarned(weir.get("/init?shop_id=shop&shop_secret=secret"), 200, true);
            requireWarned(weir.get("/init?shop_id=shop&shop%5Fsecret=wrong"), 403, true);
            requireWarned(weir.post("/push?shop_secret=secret", "{"), 400, true);
            requireWarned(weir.post("/push", secretInBody), 200, false);
            requireWarned(weir.post("/push?q=shop_secret", view), 200, false);
            requireWarned(weir.post("/api/serverside?secretKey=app-secret", serverside), 200, true);
            requireWarned(weir.post("/api/serverside", serverside), 200, false);
            requireWarned(weir.post("/v2/visit?api_key=gravity-key", "{}"), 401, true);
            requireWarned(weir.post("/v2/conversions?access_token=pagent-key", "{}"), 401, true);
            requireWarned(weir.post("/v2/conversions", "{}", "Authorization", "Bearer pagent-key"), 400, false);

            Scrape scrape = weir.scrape();
            assertThat(scrape.sum("weir_secrets_in_url_total", "dialect=\"personaclick\""))
                    .isEqualTo(3);
            assertThat(scrape.sum("weir_secrets_in_url_total")).isEqualTo(6);
        }
    }

    private static void requireWarned(HttpResponse<String> answer, int status, boolean isWarned) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("weir-warning").orElse("none"))
                .isEqualTo(isWarned ? "secret-in-url" : "none");
    }

    /** On the private port neither; it answers nobody who calls it by another name. */
    @Test
    void nobodyIsSentAnywhereByThePrivatePort() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), CONFIG.formatted(1))) {
            for (String path : CanaryQuestions.paths()) {
                String target = path.replaceAll("\\{[^}]*\\}", "%2f%2fevil.test");
                if (target.equals("/api/drain") || target.equals("/api/live")) {
                    continue;
                }
                for (String method : List.of("GET", "POST", "PUT")) {
                    var answer = weir.admin()
                            .send(method, target + "?next=http%3A%2F%2Fevil.test", method.equals("GET") ? null : "{}");
                    assertThat(answer.headers().firstValue("location"))
                            .as(target)
                            .isEmpty();
                    assertThat(answer.statusCode() / 100).as(target).isNotEqualTo(3);
                }
            }
        }
    }

    private void sendAll(URI server) throws Exception {
        Web web = new Web(server);
        for (String hostile : HOSTILE) {
            String text = JsonTree.line(hostile);
            String encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8);
            web.post(
                    "/push",
                    "{\"shop_id\":\"shop\",\"did\":" + text + ",\"seance\":" + text
                            + ",\"event\":\"view\",\"items\":[{\"id\":" + text + "}]}");
            web.post(
                    "/push",
                    "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"seance\":" + text
                            + ",\"event\":\"purchase\",\"order_id\":" + text + ",\"items\":[{\"id\":" + text + "}]}");
            web.post(
                    "/push/custom",
                    "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"event\":" + text + ",\"label\":" + text + "}");
            web.post("/push", "{\"shop_id\":" + text + ",\"event\":" + text + "}");
            // What nobody reads goes on as it came, a NUL too.
            String extra = ",\"extra\":{" + text + ":[" + text + "]}}";
            assertIsTaken(
                    hostile,
                    web.post(
                            "/push",
                            "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]"
                                    + extra));
            assertIsTaken(
                    hostile,
                    web.post(
                            "/v2/conversions",
                            "{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"c\"}"
                                    + extra,
                            "Authorization",
                            "Bearer pagent-key"));
            web.get("/init?shop_id=shop&did=" + encoded + "&seance=" + encoded);
            web.get("/" + encoded);
            web.post(
                    "/api/serverside",
                    "{\"appId\":\"app\",\"secretKey\":\"app-secret\",\"visitorId\":" + text + ",\"sessionId\":" + text
                            + ",\"events\":[{\"name\":\"product_view\",\"data\":{\"id\":" + text + "}}]}");
            web.post(
                    "/v2/conversions",
                    "{\"session_data\":{\"session_id\":" + text + ",\"user_id\":" + text + ",\"conversion_id\":" + text
                            + "}}",
                    "Authorization",
                    "Bearer pagent-key");
        }
        String view = "{\"shop_id\":\"shop\",\"did\":\"device0002\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";
        for (String hostile : HOSTILE_HEADERS) {
            try (RawConnection raw = new RawConnection(server)) {
                raw.send("POST /push HTTP/1.1\r\nHost: weir\r\nUser-Agent: " + hostile + "\r\nReferer: " + hostile
                        + "\r\nX-Request-Id: " + hostile + "\r\nX-Forwarded-For: " + hostile + "\r\nCookie: weir_shop="
                        + hostile + "\r\nIdempotency-Key: " + hostile + "\r\nContent-Length: " + view.length()
                        + "\r\n\r\n" + view);
                assertThat(raw.response().headers()).doesNotContainKey("x");
            }
        }
    }

    /** Names are shorter, and texts. */
    private static void assertIsTaken(String hostile, HttpResponse<String> answer) {
        boolean isTooLong = hostile.length() > 128;
        assertThat(answer.statusCode()).as(hostile).isEqualTo(isTooLong ? 400 : 200);
    }

    private static void requireNoWayOut(LocalWeir weir, String method, String target, String host, String body)
            throws Exception {
        try (RawConnection raw = new RawConnection(weir.uri())) {
            raw.send(method + " " + target + " HTTP/1.1\r\nHost: " + host
                    + "\r\nAuthorization: Bearer pagent-key\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            RawConnection.Response response = raw.response();
            assertThat(response.status() / 100).as(method + " " + target).isNotEqualTo(3);
            assertThat(response.headers())
                    .as(method + " " + target)
                    .doesNotContainKeys("location", "refresh", "content-location", "link");
        }
    }

    private static double owed(WeirProcess weir) throws Exception {
        return Scrape.of(new Web(weir.privateUri()).get("/metrics").body()).sum("weir_sink_pending");
    }

    private static String run(Path data, WeirProcess weir, String command) throws Exception {
        return WeirProcess.run(
                        Map.of("WEIR_ADMIN", weir.privateUri().toString(), "WEIR_DATA", data.toString()), command)
                .output();
    }

    private static String[] withConfig(List<String> command, Path config) {
        List<String> all = new ArrayList<>(command);
        if (command.get(0).equals("deadletter")) {
            all.addAll(List.of("--config", config.toString()));
        }
        return all.toArray(String[]::new);
    }

    private static void requirePlainLog(String log) {
        assertThat(log.lines())
                .isNotEmpty()
                .allMatch(line -> LOG_LINE.matcher(line).matches());
        assertThat(log).doesNotContain("Forged", "\u001b");
    }

    /** Nothing that a terminal would act on, and no line that Unicode alone calls one. */
    private static void requirePlain(String what, String text) {
        assertThat(text.chars().filter(c -> c != '\n'))
                .as(what)
                .noneMatch(c -> c < ' '
                        || (c >= 0x7f && c <= 0x9f)
                        || (c >= 0x2028 && c <= 0x202e)
                        || (c >= 0x2066 && c <= 0x2069));
    }
}
