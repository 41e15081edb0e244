package dev.weir.ingest.asset;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is served beside the vendors' calls.
 *
 * @param scriptPath where the script is found beside its usual names, or null
 * @param demo whether the demo is served
 */
public record AssetOptions(@Nullable String scriptPath, boolean demo) {

    public static final AssetOptions DEFAULT = new AssetOptions(null, false);

    /** Nothing that a server on the way would take for another path. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}){1,8}");

    public AssetOptions {
        if (scriptPath != null && (!PATH.matcher(scriptPath).matches() || isTaken(scriptPath))) {
            throw new IllegalArgumentException("server.script-path: " + scriptPath
                    + " (expected: a path of its own such as /js/a.js, of letters, digits, dots, hyphens, underscores and"
                    + " tildes)");
        }
    }

    private static boolean isTaken(String path) {
        return path.equals("/health") || path.equals("/demo") || path.startsWith("/demo/");
    }
}
