package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret that comes in, right or wrong, is written anywhere or comes back, and no wrong one is answered tellingly. */
final class SecretsIT {

    private static final String SHOP_SECRET = "sek/ret+one=7f3a91c2";
    private static final String APP_SECRET = "sek/ret+two=5d0c2a91";
    private static final String GRAVITY_KEY = "sek-ret-three-e7b1c004";
    private static final String PAGENT_KEY = "sek-ret-four-90aa31f8";
    private static final String WRONG = "guess/ed+wrong=55e1d7b3";
    private static final String MARKER = "marker-81c5";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static final String CONFIG = """
            state: {snapshot-every: 5}
            sinks:
              - {name: files, type: file, dir: events}
              - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: h2,
                 dialects: [personaclick, pureclarity, gravityfield, pagent]}
            sections:
              - name: shop
                personaclick: [{shop-id: shop, shop-secret: '%s'}]
                pureclarity: [{app-id: app, secret-key: '%s'}]
                gravityfield: [{name: one, api-key: '%s'}]
                pagent: [{name: one, api-key: '%s'}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files, vendor]
                upstream:
                  personaclick: {sink: vendor, deadline: 20s}
                  pureclarity: {sink: vendor, deadline: 20s}
                  gravityfield: {sink: vendor, deadline: 20s}
            """;

    @TempDir
    private Path dir;

    private final List<String> written = new ArrayList<>();
    private Web web;

    @BeforeEach
    void empty() {
        written.clear();
    }

    @Test
    void noSecretIsWrittenOrComesBack() throws Exception {
        try (VendorServer vendor = VendorServer.start()) {
            // What the sink brings is refused, for dead letters are written too.
            vendor.behave(call -> call.json(call.key() == null ? 200 : 400, "{\"zones\":{},\"data\":[]}"));
            Path config = config(vendor);
            String own = ownKey(config);
            try (WeirProcess weir = serve(config)) {
                web = new Web(weir.publicUri());
                for (String secret : List.of(SHOP_SECRET, WRONG)) {
                    personaClick(secret);
                    hidden(weir.publicUri(), secret);
                }
                for (String secret : List.of(APP_SECRET, WRONG)) {
                    pureClarity(secret);
                }
                for (String key : List.of(GRAVITY_KEY, own, WRONG)) {
                    gravityField(key);
                }
                for (String key : List.of(PAGENT_KEY, own, WRONG)) {
                    pagent(key);
                }
                Await.until("nothing is owed", () -> scrape(weir).sum("weir_sink_pending") == 0);
                Web admin = new Web(weir.privateUri());
                written.add(admin.get("/metrics").body());
                written.add(admin.get("/health/ready").body());
                assertThat(weir.stop()).isZero();
                written.add(weir.log());
            }
            Map<Path, String> files = files();

            requireAllWritten(files);
            assertThat(vendor.received())
                    .filteredOn(call -> call.key() != null)
                    .as("the vendor gets what is due to it")
                    .anyMatch(call -> call.body().contains(SHOP_SECRET))
                    .anyMatch(call -> call.body().contains(APP_SECRET))
                    .anyMatch(call -> ("Bearer " + GRAVITY_KEY).equals(call.header("authorization")));
            for (String secret : forms(SHOP_SECRET, APP_SECRET, GRAVITY_KEY, PAGENT_KEY, own, WRONG)) {
                assertThat(excerpts(written, secret)).as("answers and logs").isEmpty();
                files.forEach((file, text) -> assertThat(excerpts(text.lines().toList(), secret))
                        .as(file.toString())
                        .isEmpty());
            }
        }
    }

    @Test
    void aWrongKeyIsAnsweredLikeAnUnknownOne() throws Exception {
        try (VendorServer vendor = VendorServer.start()) {
            Path config = config(vendor);
            String revoked = ownKey(config);
            run(config, "keys", "revoke", revoked.substring(3, 15));
            String live = ownKey(config);
            String forged = live.substring(0, 20) + (live.charAt(20) == 'a' ? 'b' : 'a') + live.substring(21);
            try (WeirProcess weir = serve(config)) {
                web = new Web(weir.publicUri());

                assertThat(told(pureClarityCall("app", WRONG))).isEqualTo(told(pureClarityCall("nobody", WRONG)));
                assertThat(told(pureClarityCall("app", APP_SECRET + "x")))
                        .isEqualTo(told(pureClarityCall("nobody", APP_SECRET)));
                for (String path : List.of("/v2/visit", "/ssapi/page", "/v2/conversions", "/v2/conversions/bulk")) {
                    Map<String, Object> unknown = told(web.post(path, "{}", "Authorization", "Bearer nobodys"));
                    assertThat(unknown).containsEntry("status", 401);
                    for (String key : List.of(WRONG, revoked, forged, APP_SECRET, SHOP_SECRET)) {
                        assertThat(told(web.post(path, "{}", "Authorization", "Bearer " + key)))
                                .as(path)
                                .isEqualTo(unknown);
                    }
                }
                assertThat(told(web.post("/v2/visit", "{}", "Authorization", "Bearer " + PAGENT_KEY)))
                        .as("another dialect's key")
                        .isEqualTo(told(web.post("/v2/visit", "{}", "Authorization", "Bearer nobodys")));
            }
        }
    }

    private void personaClick(String secret) throws Exception {
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String query = "?shop_id=shop&did=device0001&shop_secret=" + encoded;
        String json = "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"shop_secret\":\"" + secret + "\"";
        keep(web.get("/init" + query));
        keep(web.post("/push" + query, "{\"event\":\"view\",\"items\":[{\"id\":\"" + MARKER + "\"}]}"));
        keep(web.post("/push", json + ",\"event\":\"view\",\"items\":[{\"id\":\"" + MARKER + "\"}]}"));
        keep(web.post("/push", json.replace("shop_secret", "shop\\u005fsecret") + ",\"event\":\"view\",\"items\":[]}"));
        keep(web.post(
                "/push/custom", json + ",\"event\":\"tick\",\"label\":\"" + MARKER + "\",\"payload\":{\"a\":1}}"));
        keep(web.send(
                "POST",
                "/profile/set",
                "shop_id=shop&did=device0001&shop_secret=" + encoded + "&email=a%40shop.example",
                "Content-Type",
                FORM));
        keep(web.post("/profile/set", json + ",\"email\":\"a@shop.example\"}"));
        keep(web.get("/products/cart" + query));
        keep(web.get("/products/counters" + query + "&item=1"));
        keep(web.send("DELETE", "/products/cart/clear" + query, null));
        keep(web.get("/recommend/x" + query));
        keep(web.get("/products" + query + "&limit=5"));
        keep(web.send("PUT", "/import/categories", json + ",\"categories\":[]}", "Content-Type", "application/json"));
        keep(web.send("DELETE", "/promo_codes/purge", "shop_id=shop&shop_secret=" + encoded, "Content-Type", FORM));
        keep(web.get("/nowhere" + query));
        keep(web.post("/push" + query, "{"));
        keep(web.post("/push", json + ",\"event\":\"" + secret));
    }

    /** Where it cannot be cut out. */
    private void hidden(URI server, String secret) throws Exception {
        String inText = "{\\\"shop_secret\\\":\\\"" + secret + "\\\"}";
        keep(web.post("/profile/set", "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"kids\":\"" + inText + "\"}"));
        keep(web.send(
                "POST",
                "/profile/set",
                "shop_id=shop&did=device0001&kids={\"shop_secret\":\"" + secret + "\"}",
                "Content-Type",
                FORM));
        String encoded = URLEncoder.encode("{\"shop_secret\":\"" + secret + "\"}", StandardCharsets.UTF_8);
        keep(web.get("/init?shop_id=shop&did=device0001&kids=" + encoded));
        keep(web.get("/init?shop_id=shop&did=device0001&kids=" + encoded.replace("_", "%5F")));
        keep(web.get("/init?shop_id=shop&did=device0001&kids=" + encoded.replace("_", "%5f")));
        keep(web.get("/init?shop_id=shop&did=device0001&shop%5Fsecret=" + encoded(secret)));
        try (RawConnection raw = new RawConnection(server)) {
            raw.send("GET /init?shop_id=shop&did=device0001&kids={\"shop_secret\":\"" + secret
                    + "\"} HTTP/1.1\r\nHost: weir\r\n\r\n");
            written.add(raw.response().toString());
        }
    }

    private void pureClarity(String secret) throws Exception {
        keep(pureClarityCall("app", secret));
        keep(pureClarityCall("nobody", secret));
        keep(web.post("/api/serverside?secretKey=" + encoded(secret), "{\"appId\":\"app\",\"events\":[]}"));
        keep(web.post(
                "/api/serverside", "{\"appId\":\"app\",\"secretKey\":\"" + secret + "\",\"events\":[{\"data\":{}}]}"));
        keep(web.post("/api/serverside", "{\"appId\":\"app\",\"secretKey\":\"" + secret));
        keep(web.post(
                "/api/serverside",
                "{\"appId\":\"app\",\"secretKey\":\"" + secret + "\",\"events\":["
                        + "{\"name\":\"customer_details\",\"data\":{\"userid\":\"" + MARKER + "\",\"secretKey\":\""
                        + secret
                        + "\"}}]}"));
    }

    private HttpResponse<String> pureClarityCall(String appId, String secret) throws Exception {
        return web.post(
                "/api/serverside",
                "{\"appId\":\"" + appId + "\",\"secretKey\":\"" + secret + "\",\"zones\":[],\"events\":["
                        + "{\"name\":\"product_view\",\"data\":{\"id\":\"" + MARKER + "\"}}]}");
    }

    private void gravityField(String key) throws Exception {
        String visit = "{\"sec\":\"s\",\"user\":{\"uid\":null},\"ctx\":{\"type\":\"CART\",\"location\":\"" + MARKER
                + "\"},\"options\":{\"isImplicitPageview\":true},\"type\":\"screenview\"}";
        String choose = visit.replace("\"type\":\"screenview\"", "\"data\":[{\"selector\":\"" + MARKER + "\"}]");
        for (String header : List.of(
                "Bearer " + key, "Basic " + key, "Basic " + base64(key + ":"), "Basic " + base64("user:" + key))) {
            keep(web.post("/v2/visit", visit, "Authorization", header));
            keep(web.post("/v2/choose", choose, "Authorization", header));
            keep(web.get("/v2/engagement/AAAA", "Authorization", header));
            keep(web.post("/v2/visit", "{", "Authorization", header));
        }
        keep(web.post("/v2/visit?api_key=" + encoded(key), visit, "Authorization", "Bearer " + key));
    }

    private void pagent(String key) throws Exception {
        String conversion = "{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\"},"
                + "\"label\":\"" + MARKER + "\"}";
        keep(web.post("/v2/conversions", conversion, "Authorization", "Bearer " + key));
        keep(web.post("/v2/conversions?key=" + encoded(key), conversion, "Authorization", "Bearer " + key));
        keep(web.post("/v2/conversions", conversion, "Authorization", "Bearer " + key + " " + key));
        keep(web.post("/v2/conversions", conversion, "Authorization", key));
        keep(web.post("/v1/conversions", "{", "Authorization", "Bearer " + key));
    }

    private void keep(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
        written.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }

    /** Where nothing is written, nothing is found. */
    private static void requireAllWritten(Map<Path, String> files) {
        for (String folder : List.of("journal", "events", "deadletters")) {
            assertThat(files)
                    .as(folder)
                    .anySatisfy((file, bytes) -> assertThat(file.getParent().endsWith(folder) && bytes.contains(MARKER))
                            .isTrue());
        }
        assertThat(files.keySet()).anyMatch(file -> file.getParent().endsWith("state"));
        assertThat(files.keySet())
                .anyMatch(file -> file.getFileName().toString().contains("key"));
    }

    /** Everything that can be told from outside, but for the time. */
    private static Map<String, Object> told(HttpResponse<String> answer) {
        Map<String, Object> told = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> told.put("header " + name, values));
        told.put("status", answer.statusCode());
        told.put("body", answer.body());
        assertThat(answer.statusCode()).isEqualTo(401);
        return told;
    }

    /** As it is, as a query has it, and in base64 however it is placed. */
    private static List<String> forms(String... secrets) {
        List<String> forms = new ArrayList<>();
        for (String secret : secrets) {
            forms.add(secret);
            forms.add(encoded(secret));
            // The slash and the signs have other spellings; this part has one.
            forms.add(secret.substring(secret.length() - 8));
            for (String before : List.of("", "user:")) {
                String base64 = base64(before + secret);
                forms.add(base64.substring(8, base64.length() - 4));
            }
        }
        return forms;
    }

    private static List<String> excerpts(List<String> texts, String secret) {
        return EventLines.with(texts, secret);
    }

    private Map<Path, String> files() throws Exception {
        Map<Path, String> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(dir.resolve("data"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private Path config(VendorServer vendor) throws Exception {
        return Files.writeString(
                dir.resolve("weir.yaml"),
                CONFIG.formatted(vendor.port(), SHOP_SECRET, APP_SECRET, GRAVITY_KEY, PAGENT_KEY));
    }

    private String ownKey(Path config) throws Exception {
        return run(config, "keys", "create", "--section", "shop", "--name", "office")
                .lines()
                .filter(line -> line.startsWith("wk_"))
                .findFirst()
                .orElseThrow();
    }

    private String run(Path config, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("--config", config.toString()));
        WeirProcess.Result result =
                WeirProcess.run(Map.of("WEIR_DATA", dir.resolve("data").toString()), command.toArray(new String[0]));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    private WeirProcess serve(Path config) throws Exception {
        return WeirProcess.serve(config, dir.resolve("data"), Map.of());
    }

    private static Scrape scrape(WeirProcess weir) throws Exception {
        return Scrape.of(new Web(weir.privateUri()).get("/metrics").body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
