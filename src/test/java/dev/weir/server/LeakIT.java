package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.FreePort;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import dev.weir.server.config.Dialects;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is secret is nowhere to be found, and what is a visitor's own only where his events are kept. */
final class LeakIT {

    private static final String CONFIG = """
            server:
              demo: true
              max-body-bytes: 16KiB
              trusted: {peers: [127.0.0.1]}
            admin: {token: '%OPERATE_TOKEN%', read-token: '%READ_TOKEN%'}
            state: {snapshot-every: 5}
            relay: {backoff-min: 10ms, backoff-max: 100ms}
            sinks:
              - {name: files, type: file, dir: events, gzip: false}
              - {name: personaclick, type: http, url: 'http://127.0.0.1:%personaclick%', dialects: [personaclick]}
              - {name: pureclarity, type: http, url: 'http://127.0.0.1:%pureclarity%', dialects: [pureclarity]}
              - {name: gravityfield, type: http, url: 'http://127.0.0.1:%gravityfield%', dialects: [gravityfield]}
              - {name: pagent, type: http, url: 'http://127.0.0.1:%pagent%', dialects: [pagent]}
              - {name: other, type: http, url: 'http://127.0.0.1:%other%', dialects: [personaclick]}
              - {name: down, type: http, url: 'http://127.0.0.1:%down%', dialects: [personaclick]}
            sections:
              - name: shop
                personaclick: [{shop-id: shop, shop-secret: '%SHOP_SECRET%'}]
                pureclarity: [{app-id: app, secret-key: '%APP_SECRET%'}]
                gravityfield: [{name: one, api-key: '%GRAVITY_KEY%'}]
                pagent: [{name: one, api-key: '%PAGENT_KEY%'}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files, personaclick, pureclarity, gravityfield, pagent, down]
                web: {origins: ['https://shop.example']}
                upstream:
                  personaclick: {sink: personaclick, deadline: 5s}
                  pureclarity: {sink: pureclarity, deadline: 5s}
                  gravityfield: {sink: gravityfield, deadline: 5s}
              - name: other
                personaclick: [{shop-id: other, shop-secret: '%OTHER_SECRET%'}]
                sinks: [files, other]
            """;

    /** The live log shows 200 requests a second of one section. */
    private static final int A_SECOND = 180;

    private static final int MOST_TOLD = 100;

    private static final Set<String> SETTLED = Set.of("files", "personaclick", "pureclarity", "gravityfield", "pagent");

    private static final Map<String, Canary> RIGHT = Map.of(
            "personaclick", Canary.SHOP_SECRET,
            "pureclarity", Canary.APP_SECRET,
            "gravityfield", Canary.GRAVITY_KEY,
            "pagent", Canary.PAGENT_KEY,
            "other", Canary.OTHER_SECRET);

    @TempDir
    private Path dir;

    private final Map<String, VendorServer> vendors = new TreeMap<>();
    private final List<String> leaks = new ArrayList<>();
    private int sent;
    private long secondFrom;

    @BeforeEach
    void start() {
        for (String name : RIGHT.keySet()) {
            VendorServer vendor = VendorServer.start();
            vendor.behave(LeakIT::answer);
            vendors.put(name, vendor);
        }
    }

    @AfterEach
    void stop() {
        vendors.values().forEach(VendorServer::close);
    }

    @Test
    void secretsAreNowhereAndPersonalDataWhereEventsAreKeptAlone() throws Exception {
        try (WeirProcess weir = serve()) {
            Web web = new Web(weir.publicUri());
            Web admin = new Web(weir.privateUri());
            try (LiveReader live = LiveReader.open(weir.privateUri(), "", bearer(Canary.READ_TOKEN))) {
                sendAll(weir, web);
                Await.until("all is settled that can be", () -> isSettled(admin));
                new CanaryQuestions(admin).ask(this::look);
                look(admin);
                live.messages().forEach(message -> said("live log", message.text()));
                assertThat(live.messages()).hasSizeGreaterThan(sent);
                assertThat(live.all("request")).anyMatch(each -> "203.0.113.0/24".equals(each.get("client")));
            }
            weir.stop();
            said("log", weir.log());
            said("output", String.join("\n", weir.output()));
        }
        lookAtVendors();
        lookAtFiles();
        assertThat(leaks.stream().limit(MOST_TOLD)).isEmpty();
    }

    private void sendAll(WeirProcess weir, Web web) throws Exception {
        for (Dialect dialect : Dialects.unsealed()) {
            for (Route route : dialect.routes()) {
                for (CanaryCalls.Call call : CanaryCalls.of(dialect.label(), route)) {
                    send(web, call);
                }
            }
        }
        for (String path : List.of("/nowhere", "/health", "/weir.js", "/demo/", "/")) {
            for (String method : List.of("GET", "POST", "OPTIONS")) {
                String query = "?email=" + Canary.EMAIL.encoded() + "&shop_secret=" + Canary.SHOP_SECRET.encoded();
                send(web, new CanaryCalls.Call(path, method, path + query, Canary.NAME.text(), CanaryCalls.headers()));
            }
        }
        String other = "{\"shop_id\":\"other\",\"shop_secret\":\"" + Canary.OTHER_SECRET.text()
                + "\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}],\"did\":\"device0001\"}";
        send(web, new CanaryCalls.Call("other section", "POST", "/push", other, CanaryCalls.headers()));
        for (String head : List.of(
                "GET /" + Canary.EMAIL.text() + " " + Canary.NAME.text() + " HTTP/1.1\r\nHost: weir\r\n",
                "POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: 1\r\nContent-Length: 2\r\nX: "
                        + Canary.EMAIL.text() + "\r\n",
                "GET /init HTTP/1.1\r\nHost: weir\r\nAuthorization " + Canary.GRAVITY_KEY.text() + "\r\n",
                "GET /init HTTP/1.1\r\nHost: weir\r\nX: " + Canary.EMAIL.text().repeat(2_000) + "\r\n",
                "GET /init?email=" + Canary.EMAIL.text().repeat(400) + " HTTP/1.1\r\nHost: weir\r\n",
                "GET /init?shop_id=shop&email=\"" + Canary.EMAIL.text() + "\" HTTP/1.1\r\nHost: " + Canary.EMAIL.text()
                        + "\r\n")) {
            try (RawConnection raw = new RawConnection(weir.publicUri())) {
                raw.send(head + "\r\n");
                said("answer to a bad head", raw.response().toString());
            }
        }
    }

    private void send(Web web, CanaryCalls.Call call) throws Exception {
        if (sent++ % A_SECOND == 0) {
            Await.until("another second", () -> System.nanoTime() - secondFrom > TimeUnit.SECONDS.toNanos(1));
            secondFrom = System.nanoTime();
        }
        HttpResponse<String> answer = web.send(call.method(), call.target(), call.body(), call.headers());
        assertThat(answer.statusCode()).as(call.where() + " " + answer.body()).isNotEqualTo(500);
        String told = answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
        if (call.hasThemAsIds()) {
            kept("answer to " + call.where(), told);
        } else {
            said("answer to " + call.where(), told);
        }
    }

    /** Echoes everything where it refuses an event, as careless vendors do. What it answers a page is the page's, so that it has no echo. */
    private static void answer(VendorServer.Received call) {
        if (Math.floorMod(call.body().hashCode(), 3) > 0) {
            call.json(200, "{\"status\":\"success\",\"zones\":{},\"data\":[],\"html\":\"\",\"recommends\":[]}");
        } else if (call.key() == null) {
            call.json(503, "{}");
        } else {
            call.answer(400, call.whole(), "content-type", "text/plain", "x-echo", call.body());
        }
    }

    private boolean isSettled(Web admin) throws Exception {
        Scrape scrape =
                Scrape.of(admin.get("/metrics", bearer(Canary.READ_TOKEN)).body());
        return SETTLED.stream().allMatch(sink -> scrape.sum("weir_sink_pending", "sink=\"" + sink + "\"") == 0);
    }

    /** At what an operator sees. */
    private void look(Web admin) throws Exception {
        for (String path : List.of(
                "/metrics",
                "/api/status",
                "/api/history",
                "/api/sections",
                "/api/sinks",
                "/health/ready",
                "/health/sinks")) {
            HttpResponse<String> answer = admin.get(path, bearer(Canary.READ_TOKEN));
            assertThat(answer.statusCode()).as(path).isIn(200, 503);
            said(path, answer.headers().map() + answer.body());
        }
        for (String sink : vendors.keySet()) {
            HttpResponse<String> letters =
                    admin.get("/api/deadletters/" + sink + "?limit=1000", bearer(Canary.READ_TOKEN));
            assertThat(letters.statusCode()).as(letters.body()).isEqualTo(200);
            kept("dead letters of " + sink, letters.body());
        }
    }

    private void look(String where, HttpResponse<String> answer) {
        said(where, answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }

    private void lookAtFiles() throws Exception {
        Map<String, Set<Canary>> seen = new HashMap<>();
        try (Stream<Path> all = Files.walk(dir.resolve("data"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = dir.resolve("data").relativize(file).toString();
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (name.startsWith("audit")) {
                    said(name, text);
                } else {
                    kept(name, text);
                }
                Set<Canary> here = seen.computeIfAbsent(name.split("[/.]")[0], key -> EnumSet.noneOf(Canary.class));
                Canary.PERSONAL.stream()
                        .filter(each -> text.contains(each.text()))
                        .forEach(here::add);
            }
        }
        // Who looks in the wrong place finds nothing.
        for (String folder : List.of("journal", "events", "deadletters")) {
            assertThat(seen).as(folder).containsEntry(folder, Canary.PERSONAL);
        }
        assertThat(seen).containsKeys("state", "audit");
    }

    private void lookAtVendors() {
        vendors.forEach((name, vendor) -> {
            Set<Canary> others = EnumSet.copyOf(Canary.SECRETS);
            // Its own.
            others.remove(RIGHT.get(name));
            assertThat(vendor.received()).as(name).isNotEmpty();
            for (VendorServer.Received call : vendor.received()) {
                leaks.addAll(Canary.found(others, "call of vendor " + name, call.whole()));
            }
            assertThat(vendor.received())
                    .as("what is due to " + name)
                    .anyMatch(call -> !Canary.found(Set.of(RIGHT.get(name)), name, call.whole())
                            .isEmpty());
        });
    }

    private void said(String where, String text) {
        leaks.addAll(Canary.found(EnumSet.allOf(Canary.class), where, text));
    }

    /** Where events are kept, what visitors sent is the payload. */
    private void kept(String where, String text) {
        leaks.addAll(Canary.found(Canary.SECRETS, where, text));
    }

    private static String[] bearer(Canary token) {
        return new String[] {"Authorization", "Bearer " + token.text()};
    }

    private WeirProcess serve() throws Exception {
        String config = CONFIG;
        for (Canary canary : Canary.SECRETS) {
            config = config.replace("%" + canary + "%", canary.text());
        }
        for (Map.Entry<String, VendorServer> vendor : vendors.entrySet()) {
            config = config.replace(
                    "%" + vendor.getKey() + "%",
                    String.valueOf(vendor.getValue().port()));
        }
        config = config.replace("%down%", String.valueOf(FreePort.next()));
        Path file = Files.writeString(dir.resolve("weir.yaml"), config);
        return WeirProcess.serve(file, dir.resolve("data"), Map.of("WEIR_LOG_LEVEL", "DEBUG"));
    }
}
