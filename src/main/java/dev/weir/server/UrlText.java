package dev.weir.server;

import java.net.URI;

/** Addresses of servers on the command line. */
final class UrlText {

    private UrlText() {}

    /** The address of a port of ours: an IPv6 address stands in brackets (RFC 3986, 3.2.2). */
    static String of(String host, int port) {
        boolean isBare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return "http://" + (isBare ? "[" + host + "]" : host) + ":" + port;
    }

    /** @throws StartException with exit code 2 if it is no http or https address */
    static URI parse(String option, String text) throws StartException {
        try {
            URI url = URI.create(text);
            boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (isHttp && url.getHost() != null && url.getRawQuery() == null && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (IllegalArgumentException none) {
            // Told below.
        }
        throw new StartException(
                Main.EXIT_USAGE, option + ": " + text + " (expected: an address such as http://127.0.0.1:8080)", null);
    }
}
