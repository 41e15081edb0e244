package dev.weir.dialect.pagent;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Authorization header: {@code Bearer} and the key (RFC 6750). */
final class Bearer {

    /** What clients that read no documents call it in a query, from where it is never taken; the last is RFC 6750's. */
    static final Set<String> PARAMETERS = Set.of("api_key", "apiKey", "key", "access_token");

    private static final String SCHEME = "Bearer ";
    private static final String PARAMETER = "Authorization";
    private static final String EXPECTED = " (expected: Bearer and the API key)";

    /** Longer than any key, and short enough to be hashed for nobody's sake. */
    private static final int MAX_KEY = 256;

    private Bearer() {}

    static String header(String key) {
        return SCHEME + key;
    }

    /**
     * The key in a header.
     *
     * @throws RejectedException if there is none, or none that could be one
     */
    static String key(@Nullable String header) throws RejectedException {
        if (header == null || header.isBlank()) {
            throw missing("missing" + EXPECTED);
        }
        // The scheme's case does not count (RFC 9110, 11.1).
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw missing("no Bearer scheme, or no key" + EXPECTED);
        }
        String key = header.substring(SCHEME.length());
        if (key.isBlank()) {
            throw missing("no key" + EXPECTED);
        }
        if (key.length() > MAX_KEY) {
            throw missing("no key: too long (expected: at most " + MAX_KEY + " characters)");
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
                throw missing("extra spaces, line breaks or other characters in the key"
                        + " (expected: Bearer, one space, and the API key as it was given out)");
            }
        }
        return key;
    }

    /** What to say when a key could be one, and nobody has it: not even whether somebody had. */
    static RejectedException wrong() {
        return new RejectedException(
                Rejection.WRONG_KEY,
                PARAMETER,
                "the API key is missing, invalid, or expired (expected: a key of a section that is configured here)");
    }

    private static RejectedException missing(String why) {
        return new RejectedException(Rejection.MISSING_KEY, PARAMETER, why);
    }
}
