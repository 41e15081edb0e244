package dev.weir.ingest.origin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a page comes from this server itself, such as the demo's. Immutable. */
public final class OwnOrigin {

    private static final String SCHEME_END = "://";

    private final @Nullable String configured;

    /**
     * What is this server's own.
     *
     * @param publicUrl what browsers know it by, such as {@code https://t.shop.example}: nothing else is its own then; null
     *     for what each request names as its host, which behind a proxy that ends TLS is not what browsers know
     */
    public OwnOrigin(@Nullable String publicUrl) {
        this.configured = publicUrl == null ? null : serialized(publicUrl);
    }

    /** Whether it does not depend on the request. */
    public boolean isConfigured() {
        return configured != null;
    }

    /**
     * Whether the origin is this server's.
     *
     * @param scheme the request's: http or https
     * @param host the request's, or null if it names none
     * @param port the request's, or -1 if it names none
     */
    public boolean is(String origin, @Nullable String scheme, @Nullable String host, int port) {
        if (configured != null) {
            return configured.equals(origin);
        }
        if (scheme == null || host == null || host.isEmpty() || !origin.startsWith(scheme)) {
            return false;
        }
        int hostStart = scheme.length() + SCHEME_END.length();
        int hostEnd = hostStart + host.length();
        return origin.startsWith(SCHEME_END, scheme.length())
                && origin.regionMatches(true, hostStart, host, 0, host.length())
                && isPort(origin, hostEnd, port == OriginText.ownPort(scheme) ? -1 : port);
    }

    private static boolean isPort(String origin, int from, int port) {
        if (port < 0) {
            return from == origin.length();
        }
        if (from >= origin.length() || origin.charAt(from) != ':') {
            return false;
        }
        int number = 0;
        for (int i = from + 1; i < origin.length() && number <= port; i++) {
            int digit = origin.charAt(i) - '0';
            if (digit < 0 || digit > 9 || (number == 0 && digit == 0)) {
                return false;
            }
            number = number * 10 + digit;
        }
        return number == port;
    }

    /** As a browser writes it. */
    private static String serialized(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        String ownPort = ":" + OriginText.ownPort(lower.substring(0, lower.indexOf(SCHEME_END)));
        return lower.endsWith(ownPort) ? lower.substring(0, lower.length() - ownPort.length()) : lower;
    }
}
