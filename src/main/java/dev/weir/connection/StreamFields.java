package dev.weir.connection;

import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges the fields of one request over HTTP/2 as those of HTTP/1.1 are judged (RFC 9113, 8.2 and 8.3), when the codec has decoded
 * them: that names are lower case and pseudo-fields known, single and first it has seen to, and is not looked at again. Allocates
 * for {@code :authority} and {@code host} alone. Confined to one event loop.
 */
public final class StreamFields {

    private static final String COOKIE = "cookie";
    private static final String TRAILERS = "trailers";
    private static final String PROXY_CONNECTION = "proxy-connection";
    private static final byte[] ANY = {};
    /** Longer than any number that is one. */
    private static final int MAX_LENGTH_DIGITS = 19;

    private final HostScanner scanner = new HostScanner();
    private boolean isTrailer;
    private int fields;
    private int seen;
    private boolean hasCookie;
    private @Nullable CharSequence method;
    private @Nullable CharSequence path;
    private @Nullable CharSequence scheme;
    private @Nullable CharSequence authority;
    private @Nullable CharSequence host;

    /** What is wrong with the head of a request, or null. */
    public @Nullable Fault judgeHead(Iterable<Map.Entry<CharSequence, CharSequence>> head) {
        reset(false);
        Fault fault = judge(head);
        if (fault != null) {
            return fault;
        }
        fault = judgeMethod();
        if (fault != null) {
            return fault;
        }
        return isPathKnown() && isSameHost() ? null : Fault.MALFORMED;
    }

    /** What is wrong with what follows a body, or null. */
    public @Nullable Fault judgeTrailers(Iterable<Map.Entry<CharSequence, CharSequence>> trailers) {
        reset(true);
        return judge(trailers);
    }

    /** Whether the head that was judged last has both {@code :authority} and {@code host}. */
    public boolean namesHostTwice() {
        return authority != null && host != null;
    }

    private void reset(boolean forTrailer) {
        isTrailer = forTrailer;
        fields = 0;
        seen = 0;
        hasCookie = false;
        method = null;
        path = null;
        scheme = null;
        authority = null;
        host = null;
    }

    private @Nullable Fault judge(Iterable<Map.Entry<CharSequence, CharSequence>> all) {
        for (Map.Entry<CharSequence, CharSequence> field : all) {
            CharSequence name = field.getKey();
            Fault fault = name.length() > 0 && name.charAt(0) == ':'
                    ? onPseudoField(name, field.getValue())
                    : onField(name, field.getValue());
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable Fault onPseudoField(CharSequence name, CharSequence value) {
        if (isTrailer) {
            return Fault.MALFORMED;
        }
        if (AsciiString.contentEquals(name, ":method")) {
            method = value;
        } else if (AsciiString.contentEquals(name, ":path")) {
            path = value;
        } else if (AsciiString.contentEquals(name, ":scheme")) {
            scheme = value;
        } else if (AsciiString.contentEquals(name, ":authority")) {
            authority = value;
        } else {
            return Fault.MALFORMED;
        }
        return null;
    }

    private @Nullable Fault onField(CharSequence name, CharSequence value) {
        if (!isCrumb(name) && ++fields > FieldScanner.MAX_FIELDS) {
            return Fault.TOO_MANY_FIELDS;
        }
        int known = known(name);
        if (known < 0 || !isValue(value) || isOfConnection(name, known, value)) {
            return Fault.MALFORMED;
        }
        if (isTrailer) {
            return (known & FieldName.NOT_IN_TRAILERS) == 0 ? null : Fault.MALFORMED;
        }
        int once = FieldName.HOST | FieldName.CONTENT_LENGTH;
        if ((seen & known & once) != 0) {
            return Fault.MALFORMED;
        }
        seen |= known;
        if (known == FieldName.HOST) {
            host = value;
        }
        return known == FieldName.CONTENT_LENGTH ? judgeLength(value) : null;
    }

    /** The one field Cookie may come in as many (RFC 9113, 8.2.3). */
    private boolean isCrumb(CharSequence name) {
        if (!AsciiString.contentEquals(name, COOKIE)) {
            return false;
        }
        boolean isFurther = hasCookie;
        hasCookie = true;
        return isFurther;
    }

    /** Which of those that matter it is, 0 for another, or negative for what is no name. */
    private static int known(CharSequence name) {
        int may = FieldName.any();
        for (int i = 0; i < name.length(); i++) {
            char octet = name.charAt(i);
            if (octet > 0xFF || !Octets.isToken(octet) || octet != Octets.lower(octet)) {
                return -1;
            }
            if (may != 0) {
                may = FieldName.narrow(may, i, octet);
            }
        }
        return name.length() == 0 ? -1 : FieldName.settle(may, name.length());
    }

    private static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF || !Octets.isToken(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** No control characters, and no space at either end (RFC 9113, 8.2.1). */
    private static boolean isValue(CharSequence value) {
        int last = value.length() - 1;
        for (int i = 0; i <= last; i++) {
            char octet = value.charAt(i);
            boolean isSpace = octet == Octets.SP || octet == Octets.HTAB;
            if (octet > 0xFF || !Octets.isValue(octet) || (isSpace && (i == 0 || i == last))) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9113, 8.2.2. */
    private static boolean isOfConnection(CharSequence name, int known, CharSequence value) {
        int hopByHop = FieldName.CONNECTION | FieldName.TRANSFER_ENCODING | FieldName.UPGRADE | FieldName.KEEP_ALIVE;
        return (known & hopByHop) != 0
                || (known == FieldName.TE && !AsciiString.contentEquals(value, TRAILERS))
                || (known == 0 && AsciiString.contentEquals(name, PROXY_CONNECTION));
    }

    private static @Nullable Fault judgeLength(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            if (!Octets.isDigit(value.charAt(i))) {
                return Fault.MALFORMED;
            }
        }
        if (value.length() == 0) {
            return Fault.MALFORMED;
        }
        return value.length() > MAX_LENGTH_DIGITS ? Fault.BODY_TOO_LARGE : null;
    }

    private @Nullable Fault judgeMethod() {
        if (method == null || method.length() == 0 || !isToken(method)) {
            return Fault.MALFORMED;
        }
        // A server that is the origin makes no tunnels (RFC 9110, 9.3.6).
        return method.length() > LineScanner.MAX_METHOD_BYTES || AsciiString.contentEquals(method, "CONNECT")
                ? Fault.NOT_IMPLEMENTED
                : null;
    }

    private boolean isPathKnown() {
        return scheme != null
                && (AsciiString.contentEqualsIgnoreCase(scheme, "http")
                        || AsciiString.contentEqualsIgnoreCase(scheme, "https"))
                && path != null
                && isPath(path);
    }

    private boolean isPath(CharSequence target) {
        if (target.length() == 1 && target.charAt(0) == '*') {
            return AsciiString.contentEquals(method, "OPTIONS");
        }
        if (target.length() == 0 || target.charAt(0) != '/') {
            return false;
        }
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) > 0xFF || !Octets.isTarget(target.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Both say the same (RFC 9113, 8.3.1). Neither is needed, as Host is in HTTP/1.1: HAProxy's health checks have none. */
    private boolean isSameHost() {
        CharSequence first = authority == null ? host : authority;
        if (first != null && !isHost(first, ANY, -1)) {
            return false;
        }
        return authority == null || host == null || isHost(host, lower(authority), authority.length());
    }

    private boolean isHost(CharSequence text, byte[] expected, int expectedLength) {
        scanner.begin(expected, expectedLength);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF || text.charAt(i) == Octets.SP || !scanner.step(text.charAt(i))) {
                return false;
            }
        }
        return scanner.end();
    }

    private static byte[] lower(CharSequence text) {
        byte[] lower = new byte[text.length()];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = (byte) Octets.lower(text.charAt(i));
        }
        return lower;
    }
}
