package dev.weir.relay.sink.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** How a secret may be written in a vendor's answer: as it is, and escaped for JSON, for a URL, and in Base64. Pure. */
final class Spellings {

    /** Less of a Base64 text than this would be found everywhere. */
    private static final int MIN_ALIGNED = 6;

    private Spellings() {}

    /** Those of all of them; hexadecimal digits in one case only. */
    static Set<String> of(Collection<String> secrets) {
        Set<String> spellings = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                add(secret, spellings);
            }
        }
        return spellings;
    }

    private static void add(String secret, Set<String> spellings) {
        spellings.add(secret);
        spellings.add(json(secret, false));
        spellings.add(json(secret, true));
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        spellings.add(form);
        spellings.add(form.replace("+", "%20"));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        spellings.add(Base64.getEncoder().encodeToString(bytes));
        spellings.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        for (int before = 0; before < 3; before++) {
            addAligned(bytes, before, spellings);
        }
    }

    /** @param isAscii whether everything that may be escaped is, as PHP does */
    private static String json(String secret, boolean isAscii) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            char c = secret.charAt(i);
            if (c == '"' || c == '\\' || (isAscii && c == '/')) {
                escaped.append('\\').append(c);
            } else if (c < ' ' || (isAscii && c > '~')) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /**
     * The secret as a part of something longer in Base64, such as a user with a password: the characters that depend on it
     * alone.
     *
     * @param before how many bytes stand before it, modulo 3
     */
    private static void addAligned(byte[] secret, int before, Set<String> spellings) {
        byte[] whole = new byte[before + secret.length];
        System.arraycopy(secret, 0, whole, before, secret.length);
        int first = (before * 8 + 5) / 6;
        int last = whole.length * 8 / 6;
        if (last - first >= MIN_ALIGNED) {
            spellings.add(Base64.getEncoder().encodeToString(whole).substring(first, last));
            spellings.add(Base64.getUrlEncoder().encodeToString(whole).substring(first, last));
        }
    }
}
