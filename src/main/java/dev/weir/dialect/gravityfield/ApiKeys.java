package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Credential;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the API key in an Authorization header. The current documents and every SDK say {@code Bearer}; the guide for
 * servers says HTTP Basic, and not where in it the key goes, so each place is looked at.
 */
final class ApiKeys {

    /** What clients that read no documents call it in a query, from where it is never taken; the last is RFC 6750's. */
    static final Set<String> PARAMETERS = Set.of("api_key", "apiKey", "key", "access_token");

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";
    private static final String EXPECTED =
            "Bearer and the section's API key, or Basic and the key as the user's name or password";

    /** Longer than any key, in either form. */
    private static final int MAX_LENGTH = 1024;

    private ApiKeys() {}

    static Credential of(@Nullable String authorization) throws RejectedException {
        if (authorization == null || authorization.isBlank()) {
            throw missing("missing");
        }
        List<String> candidates = new ArrayList<>(4);
        if (authorization.length() <= MAX_LENGTH) {
            if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                add(candidates, authorization.substring(BEARER.length()));
            } else if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
                addBasic(candidates, authorization.substring(BASIC.length()).strip());
            }
        }
        if (candidates.isEmpty()) {
            throw missing("malformed");
        }
        return new Credential.ApiKey(candidates);
    }

    static RejectedException wrong() {
        return new RejectedException(
                Rejection.WRONG_KEY,
                "Authorization",
                "wrong (expected: the API key of a section that is configured here)");
    }

    /** The header that shows the section's first key, or null where it has none that could be shown. */
    static @Nullable String bearer(List<Section.Key> keys) {
        String key = keys.isEmpty() ? null : keys.get(0).secret();
        return key == null ? null : BEARER + key;
    }

    private static void addBasic(List<String> candidates, String credentials) {
        String decoded = decoded(credentials);
        int colon = decoded.indexOf(':');
        add(candidates, colon < 0 ? decoded : decoded.substring(0, colon));
        if (colon >= 0) {
            add(candidates, decoded.substring(colon + 1));
        }
        add(candidates, credentials);
    }

    /** An empty text where it is no base64, as when the key stands there as it is. */
    private static String decoded(String credentials) {
        try {
            return new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Not what no header could hold as a key: decoding a key that was not encoded gives such bytes. */
    private static void add(List<String> candidates, String text) {
        String key = text.strip();
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
                return;
            }
        }
        if (!key.isEmpty() && !candidates.contains(key)) {
            candidates.add(key);
        }
    }

    private static RejectedException missing(String found) {
        return new RejectedException(Rejection.MISSING_KEY, "Authorization", found + " (expected: " + EXPECTED + ")");
    }
}
