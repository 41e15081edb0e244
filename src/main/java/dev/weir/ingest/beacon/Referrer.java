package dev.weir.ingest.beacon;

import org.jspecify.annotations.Nullable;

/** What of a Referer header is kept: nothing, where a section's secret stands in the page's own URL. */
final class Referrer {

    private static final String WORD = "secret";
    /** What follows the word in the names that vendors have for a secret: {@code shop_secret=}, {@code secretKey=}. */
    private static final String[] ENDS = {"=", "key=", "%3d", "key%3d"};

    private Referrer() {}

    static @Nullable String kept(@Nullable String referrer) {
        return referrer == null || hasSecret(referrer) ? null : referrer;
    }

    private static boolean hasSecret(String referrer) {
        int last = referrer.length() - WORD.length();
        for (int at = 0; at <= last; at++) {
            if (referrer.regionMatches(true, at, WORD, 0, WORD.length()) && isName(referrer, at + WORD.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(String referrer, int end) {
        for (String each : ENDS) {
            if (referrer.regionMatches(true, end, each, 0, each.length())) {
                return true;
            }
        }
        return false;
    }
}
