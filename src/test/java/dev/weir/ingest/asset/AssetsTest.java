package dev.weir.ingest.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dialect.Answer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AssetsTest {

    private static final byte[] PLAIN = "console.log('weir');".repeat(50).getBytes(StandardCharsets.UTF_8);
    private static final byte[] GZIP = {1, 2, 3};
    private static final byte[] BROTLI = {4, 5};
    private static final Map<String, byte[]> SCRIPT =
            Map.of("weir.js", PLAIN, "weir.js.gz", GZIP, "weir.js.br", BROTLI);
    private static final Map<String, byte[]> DEMO =
            Map.of("index.html", PLAIN, "style.css", PLAIN, "img/a.png", GZIP, "odd.xyz", GZIP);
    private static final Assets ASSETS = new Assets(new AssetOptions("/js/a.js", true), SCRIPT::get, DEMO, () -> "{}");

    @ParameterizedTest
    @ValueSource(strings = {"/v3.js", "/weir.js", "/js/a.js"})
    void theScriptIsCachedForAWhileUnderItsPlainNames(String path) {
        Answer answer = ASSETS.at(path).answer(null, null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PLAIN);
        assertThat(answer.headers())
                .containsEntry("content-type", "text/javascript; charset=utf-8")
                .containsEntry("cache-control", "public, max-age=300, stale-while-revalidate=86400")
                .containsEntry("vary", "accept-encoding")
                .containsEntry("access-control-allow-origin", "*")
                .containsEntry("cross-origin-resource-policy", "cross-origin")
                .doesNotContainKey("content-encoding")
                .doesNotContainKey("access-control-allow-credentials");
    }

    @Test
    void theScriptIsCachedForEverUnderItsHash() {
        String path = ASSETS.script().path();

        assertThat(path).matches("/weir\\.[0-9a-f]{16}\\.js");
        assertThat(ASSETS.at(path).answer(null, null).headers())
                .containsEntry("cache-control", "public, max-age=31536000, immutable");
        assertThat(ASSETS.script().integrity()).matches("sha384-[A-Za-z0-9+/]{64}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/weir.0123456789abcdef.js",
                "/weir..js",
                "/weir.js.gz",
                "/weir.js/",
                "/WEIR.JS",
                "/js/b.js",
                "/",
                "",
                "/demo//",
                "/demo/../demo/index.html",
                "/demo/./index.html",
                "/demo/%2e%2e/weir.js",
                "/demo/..%2findex.html",
                "/demo/..\\\\index.html",
                "/demo/%69ndex.html",
                "/demo/index.html%00",
                "/demo//index.html",
                "/demo/img",
                "/demo/img/",
                "/demo/img/../style.css",
                "/demo/etc/passwd",
                "//demo/index.html",
                "/demo/INDEX.HTML",
                "/demo/index.html.gz",
                "/demo/dev/weir/Main.class"
            })
    void whatIsNotInTheTableIsNowhere(String path) {
        assertThat(ASSETS.at(path)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "br, gzip         | br",
                "gzip, br         | br",
                "gzip             | gzip",
                "gzip, br;q=0.5   | gzip",
                "gzip;q=0, br;q=0 | ",
                "identity         | ",
                "identity, gzip   | gzip",
                "identity, gzip;q=0.9 | ",
                "*                | br",
                "*;q=0            | ",
                "deflate          | ",
                "''               | "
            })
    void theEncodingIsTheShortestOfThoseWantedMost(String accepted, String encoding) {
        Answer answer = ASSETS.at("/weir.js").answer(accepted, null);

        assertThat(answer.headers().get("content-encoding")).isEqualTo(encoding);
        assertThat(answer.body()).isEqualTo(encoding == null ? PLAIN : encoding.equals("br") ? BROTLI : GZIP);
    }

    @Test
    void eachEncodingHasATagOfItsOwn() {
        assertThat(tag(null)).matches("\"[0-9a-f]{16}\"");
        assertThat(tag("gzip")).matches("\"[0-9a-f]{16}-gzip\"");
        assertThat(tag("br")).matches("\"[0-9a-f]{16}-br\"");
    }

    @Test
    void whoHasItAlreadyGetsNoBody() {
        String tag = tag("gzip");
        for (String header : new String[] {tag, "\"x\", " + tag, "W/" + tag, "*"}) {
            Answer answer = ASSETS.at("/weir.js").answer("gzip", header);

            assertThat(answer.status()).as(header).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers())
                    .containsEntry("etag", tag)
                    .containsEntry("vary", "accept-encoding")
                    .containsKey("cache-control")
                    .containsEntry("access-control-allow-origin", "*")
                    .doesNotContainKey("content-encoding");
        }
    }

    @Test
    void whoHasAnotherGetsTheWhole() {
        for (String header : new String[] {"\"x\"", "", tag("br"), tag("gzip").replace("\"", ""), "W/"}) {
            assertThat(ASSETS.at("/weir.js").answer("gzip", header).status())
                    .as(header)
                    .isEqualTo(200);
        }
    }

    @Test
    void anotherScriptHasOtherTagsAndAnotherHash() {
        Assets others = new Assets(AssetOptions.DEFAULT, Map.of("weir.js", BROTLI)::get, Map.of(), () -> "{}");

        assertThat(others.script().path()).isNotEqualTo(ASSETS.script().path());
        assertThat(others.at("/weir.js").answer(null, tag(null)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/demo/, text/html; charset=utf-8",
        "/demo/index.html, text/html; charset=utf-8",
        "/demo/style.css, text/css; charset=utf-8",
        "/demo/img/a.png, image/png",
        "/demo/odd.xyz, application/octet-stream"
    })
    void aPageComesWithRulesForTheBrowser(String path, String type) {
        Answer answer = ASSETS.at(path).answer(null, null);

        assertThat(answer.headers())
                .containsEntry("content-type", type)
                .containsEntry("referrer-policy", "strict-origin-when-cross-origin")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("cache-control", "no-cache")
                .doesNotContainKey("access-control-allow-origin");
        assertThat(answer.headers().get("content-security-policy"))
                .startsWith("default-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().get("permissions-policy")).contains("geolocation=()");
    }

    @Test
    void aPageIsCompressedAtStart() throws Exception {
        Answer answer = ASSETS.at("/demo/").answer("gzip", null);

        assertThat(answer.headers()).containsEntry("content-encoding", "gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                .isEqualTo(PLAIN);
    }

    @Test
    void whatCompressionMakesNoShorterIsPlain() {
        assertThat(ASSETS.at("/demo/img/a.png").answer("gzip", null).headers()).doesNotContainKey("content-encoding");
    }

    @Test
    void theDemoWithoutItsSlashLeadsThere() {
        Answer answer = ASSETS.at("/demo").answer("gzip", null);

        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.headers()).containsEntry("location", "/demo/");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void howFarSinksHaveComeIsAskedEachTime() {
        AtomicInteger asked = new AtomicInteger();
        Assets counting =
                new Assets(new AssetOptions(null, true), SCRIPT::get, DEMO, () -> "[" + asked.incrementAndGet() + "]");

        Asset sinks = counting.at("/demo/sinks");
        assertThat(sinks.answer("gzip", null).body()).asString().isEqualTo("[1]");
        assertThat(sinks.answer(null, "*").body()).asString().isEqualTo("[2]");
    }

    @Test
    void theDemoCanBeLeftOut() {
        Assets without = new Assets(AssetOptions.DEFAULT, SCRIPT::get, DEMO, () -> "{}");

        assertThat(without.at("/demo")).isNull();
        assertThat(without.at("/demo/")).isNull();
        assertThat(without.at("/demo/sinks")).isNull();
        assertThat(without.at("/weir.js")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/js/a.js", "/a-b/c_d/e~f.min.js"})
    void theScriptMayBeFoundElsewhere(String path) {
        assertThat(new AssetOptions(path, false).scriptPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.js",
                "/",
                "/a/",
                "//a",
                "/a//b",
                "/../a",
                "/./a",
                "/.a",
                "/a b",
                "/a%20b",
                "/a?b",
                "/a#b",
                "/é",
                "/health",
                "/demo",
                "/demo/a.js"
            })
    void butNotWhereSomethingElseIsOrMayBe(String path) {
        assertThatThrownBy(() -> new AssetOptions(path, false))
                .hasMessageStartingWith("server.script-path: " + path + " (expected: a path of its own such as");
    }

    private static String tag(String encoding) {
        return ASSETS.at("/weir.js").answer(encoding, null).headers().get("etag");
    }
}
