package dev.weir.ingest.origin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a text is an origin as browsers serialize it, or one with a star for any subdomain. For configs, not for requests. */
final class OriginText {

    static final String ANY_SUBDOMAIN = "*.";

    private static final String EXPECTED = "an origin as browsers write it, such as https://shop.example,"
            + " http://localhost:3000 or https://*.shop.example";
    private static final Pattern FORM =
            Pattern.compile("([a-z][a-z0-9+.-]*)://(\\*\\.)?([^/:?#@\\[\\]]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    private static final int MAX_PORT = 65_535;

    private OriginText() {}

    /** What a browser would have written instead, for a message; null if nothing is wrong. */
    static @Nullable String expectedInsteadOf(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return EXPECTED + ": scheme and host in lower case, perhaps a port, and nothing else";
        }
        String scheme = form.group(1);
        String host = form.group(3);
        boolean isName = NAME.matcher(host).matches();
        if (!isName && !host.startsWith("[")) {
            return EXPECTED + ": names beyond ASCII as xn--, and no dot at an end";
        }
        if (form.group(2) != null && (!isName || isTopLevel(host))) {
            return EXPECTED + ": a star for the subdomains of a domain, and not for all of a top-level domain";
        }
        return portInsteadOf(scheme, form.group(4));
    }

    private static @Nullable String portInsteadOf(String scheme, @Nullable String port) {
        if (port == null) {
            return null;
        }
        int number = Integer.parseInt(port);
        if (port.startsWith("0") || number > MAX_PORT) {
            return EXPECTED + ": a port of 1 to " + MAX_PORT;
        }
        return number == ownPort(scheme) ? EXPECTED + ": no port where it is the scheme's own" : null;
    }

    /** The port that a scheme has by itself, or -1. */
    static int ownPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }

    /** A star before localhost stands for one machine's own names (RFC 6761, 6.3). */
    private static boolean isTopLevel(String host) {
        return host.indexOf('.') < 0 && !host.equals("localhost");
    }
}
