package dev.weir.dialect.wire;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Cuts pairs out of a form or a query string, and puts pairs in, leaving every other character as it was. The form is
 * given one character a byte (ISO 8859-1), which is what a raw query string is.
 *
 * <p>Takes what a {@link FormReader} has accepted and nothing else.
 */
final class FormSplice {

    private FormSplice() {}

    /**
     * The form without the pairs of these names. A name counts in PHP's brackets too: {@code a[b]} goes when {@code a} or
     * {@code b} is to go.
     */
    static String without(String form, Set<String> names) {
        return cut(form, names, true);
    }

    /** The form with these pairs last; pairs of just these names go. */
    static String with(String form, Map<String, String> pairs) {
        StringBuilder all = new StringBuilder(withoutExactly(form, pairs.keySet()));
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            if (!all.isEmpty()) {
                all.append('&');
            }
            all.append(encoded(pair.getKey())).append('=').append(encoded(pair.getValue()));
        }
        return all.toString();
    }

    /** The form without the pairs of just these names. */
    static String withoutExactly(String form, Set<String> names) {
        return cut(form, names, false);
    }

    private static String cut(String form, Set<String> names, boolean inBrackets) {
        StringBuilder kept = new StringBuilder(form.length());
        boolean any = false;
        int start = 0;
        while (start <= form.length()) {
            int end = form.indexOf('&', start);
            end = end < 0 ? form.length() : end;
            String name = name(form, start, end);
            if (!(inBrackets ? holds(name, names) : names.contains(name))) {
                if (any) {
                    kept.append('&');
                }
                any = true;
                kept.append(form, start, end);
            }
            start = end + 1;
        }
        return kept.toString();
    }

    /** Whether the name, or a part of it in brackets, is one of these. */
    static boolean holds(String name, Set<String> names) {
        if (names.contains(name)) {
            return true;
        }
        int start = 0;
        while (start < name.length()) {
            int end = start;
            while (end < name.length() && name.charAt(end) != '[' && name.charAt(end) != ']') {
                end++;
            }
            if (names.contains(name.substring(start, end))) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    private static String name(String form, int start, int end) {
        int equals = form.indexOf('=', start);
        String raw = form.substring(start, equals < 0 || equals > end ? end : equals);
        return raw.indexOf('%') < 0 && raw.indexOf('+') < 0 ? raw : URLDecoder.decode(raw, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
