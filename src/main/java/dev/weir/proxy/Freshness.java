package dev.weir.proxy;

import dev.weir.dialect.Inquiry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** For how long an answer may be given to others (RFC 9111), where the vendor's documents let it be kept at all. Pure. */
final class Freshness {

    private static final Set<String> NOT_FOR_OTHERS = Set.of("private", "no-store", "no-cache");

    /** What differs between the requests that are sent. All else is the same in each, or not sent. */
    private static final Set<String> DIFFERING =
            Set.of("*", "user-agent", "x-forwarded-for", "authorization", "x-request-id", "traceparent");

    private static final List<String> AGES = List.of("s-maxage=", "max-age=");

    private Freshness() {}

    /** Seconds, at most {@link Inquiry#CACHE_SECONDS}; 0 if it may not be kept. */
    static int seconds(int status, MultiMap headers) {
        if (status != 200 || headers.contains(HttpHeaders.SET_COOKIE)) {
            return 0;
        }
        List<String> vary = headers.getAll(HttpHeaders.VARY);
        if (words(vary).stream().anyMatch(DIFFERING::contains)) {
            return 0;
        }
        List<String> directives = words(headers.getAll(HttpHeaders.CACHE_CONTROL));
        return directives.stream().anyMatch(Freshness::isNotForOthers) ? 0 : age(directives);
    }

    /** A directive may name the headers that it is about; what it is about is not told apart here. */
    private static boolean isNotForOthers(String directive) {
        int end = directive.indexOf('=');
        return NOT_FOR_OTHERS.contains(
                end < 0 ? directive : directive.substring(0, end).trim());
    }

    private static int age(List<String> directives) {
        for (String age : AGES) {
            for (String directive : directives) {
                if (directive.startsWith(age)) {
                    return seconds(directive.substring(age.length()));
                }
            }
        }
        return Inquiry.CACHE_SECONDS;
    }

    /** What is no number means that it is stale (RFC 9111, 4.2.1). */
    private static int seconds(String text) {
        String digits = text.replace("\"", "").trim();
        try {
            return (int) Math.max(0, Math.min(Inquiry.CACHE_SECONDS, Long.parseLong(digits)));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static List<String> words(List<String> values) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(word -> word.trim().toLowerCase(Locale.ROOT))
                .toList();
    }
}
