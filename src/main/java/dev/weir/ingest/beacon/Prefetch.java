package dev.weir.ingest.beacon;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Whether a browser says that it loads a page that nobody has asked for yet: {@code Sec-Purpose} (the Fetch standard, 2.2.5, also
 * {@code prefetch;prerender}), and {@code Purpose} and {@code X-Moz} before it.
 */
final class Prefetch {

    private static final String WORD = "prefetch";
    private static final CharSequence SEC_PURPOSE = HttpHeaders.createOptimized("sec-purpose");
    private static final CharSequence PURPOSE = HttpHeaders.createOptimized("purpose");
    private static final CharSequence X_MOZ = HttpHeaders.createOptimized("x-moz");

    private Prefetch() {}

    static boolean isSaidIn(MultiMap headers) {
        return isSaid(headers.get(SEC_PURPOSE)) || isSaid(headers.get(PURPOSE)) || isSaid(headers.get(X_MOZ));
    }

    /** The word, perhaps with parameters. */
    private static boolean isSaid(@Nullable String value) {
        return value != null
                && value.regionMatches(true, 0, WORD, 0, WORD.length())
                && (value.length() == WORD.length() || !Character.isLetterOrDigit(value.charAt(WORD.length())));
    }
}
