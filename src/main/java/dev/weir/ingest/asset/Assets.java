package dev.weir.ingest.asset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every file that is served, by its path. Immutable. */
public final class Assets {

    public static final String DEMO = "/demo/";
    /** Where the demo's page asks how far each sink has come. */
    public static final String SINKS = DEMO + "sinks";

    private static final String SCRIPT = "weir.js";
    private static final String CACHE_CONTROL = "cache-control";

    /** A page of any shop loads it, also one that isolates itself, or checks its integrity. It says nothing of anybody. */
    private static final Map<String, String> SCRIPT_HEADERS =
            Map.of("access-control-allow-origin", "*", "cross-origin-resource-policy", "cross-origin");

    private static final String FOR_A_WHILE = "public, max-age=300, stale-while-revalidate=86400";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final Map<String, String> PAGE_HEADERS = Map.of(
            CACHE_CONTROL,
            "no-cache",
            "content-security-policy",
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'",
            "permissions-policy",
            "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
            "referrer-policy",
            "strict-origin-when-cross-origin",
            "cross-origin-opener-policy",
            "same-origin",
            "x-frame-options",
            "DENY");

    private final Map<String, Asset> byPath = new HashMap<>();
    private final @Nullable Script script;

    /**
     * The script and the demo as they are given.
     *
     * @param script the bytes of weir.js, weir.js.gz and weir.js.br by these names; null for what there is not
     * @param demo the demo's files by their names, which are paths below {@link #DEMO}
     * @param sinks how far each sink has come, as JSON
     */
    Assets(
            AssetOptions options,
            Function<String, byte @Nullable []> script,
            Map<String, byte[]> demo,
            Supplier<String> sinks) {
        byte[] plain = script.apply(SCRIPT);
        this.script = plain == null ? null : addScript(options, plain, script);
        if (options.demo()) {
            demo.forEach(this::addPage);
            byPath.put(SINKS, Asset.live(sinks));
        }
    }

    /**
     * With the script of this build.
     *
     * @param demo the demo's files by their names, which are paths below {@link #DEMO}
     * @param sinks how far each sink has come, as JSON; asked on an event loop
     */
    public static Assets of(AssetOptions options, Map<String, byte[]> demo, Supplier<String> sinks) {
        return new Assets(options, Assets::resource, demo, sinks);
    }

    /** The file at a path, or null. */
    public @Nullable Asset at(String path) {
        return byPath.get(path);
    }

    /** The script, or null where the build has none. */
    public @Nullable Script script() {
        return script;
    }

    private Script addScript(AssetOptions options, byte[] plain, Function<String, byte @Nullable []> files) {
        Content content = Content.of(SCRIPT, plain, files.apply(SCRIPT + ".gz"), files.apply(SCRIPT + ".br"));
        Asset forAWhile = Asset.of(content, with(SCRIPT_HEADERS, FOR_A_WHILE));
        byPath.put("/v3.js", forAWhile);
        byPath.put("/weir.js", forAWhile);
        if (options.scriptPath() != null) {
            byPath.put(options.scriptPath(), forAWhile);
        }
        String hashed = "/weir." + content.hash() + ".js";
        byPath.put(hashed, Asset.of(content, with(SCRIPT_HEADERS, FOR_EVER)));
        return new Script(hashed, content.integrity());
    }

    private void addPage(String name, byte[] bytes) {
        Asset page = Asset.of(Content.of(name, bytes), PAGE_HEADERS);
        byPath.put(DEMO + name, page);
        if (name.equals("index.html")) {
            byPath.put(DEMO, page);
            byPath.put(DEMO.substring(0, DEMO.length() - 1), Asset.redirect(DEMO));
        }
    }

    private static Map<String, String> with(Map<String, String> headers, String cacheControl) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(CACHE_CONTROL, cacheControl);
        return all;
    }

    private static byte @Nullable [] resource(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * What to write into a page that wants this very script and no later one.
     *
     * @param path with its hash
     * @param integrity for the attribute of that name
     */
    public record Script(String path, String integrity) {}
}
