package dev.weir.connection;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a head, or of a trailer section, in any pieces (RFC 9112, 5): {@code name ":" OWS value OWS CRLF}, up to the
 * empty line. Nothing is folded, and no line ends without CR. In a steady state it allocates nothing. Confined to one event loop.
 */
final class FieldScanner {

    /** Of all lines with their ends. */
    static final int MAX_BYTES = 16_384;

    static final int MAX_FIELDS = 100;

    private static final int MAX_CODING_BYTES = 64;
    private static final String CHUNKED = "chunked";
    private static final byte[] NO_AUTHORITY = {};
    /** What times ten is still a long. */
    private static final long MAX_TENTH = Long.MAX_VALUE / 10 - 1;

    private final HostScanner host = new HostScanner();
    private boolean isTrailer;
    private State state = State.LINE;
    private @Nullable Fault fault;
    private int bytes;
    private int fields;
    private int seen;
    private int may;
    private int nameLength;
    private int name;

    private long contentLength;
    private boolean isConnectionList;
    private boolean isLengthRead;
    private boolean isLengthEnded;
    private boolean isLengthTooLarge;
    private final StringBuilder coding = new StringBuilder(0);
    private byte[] authority = NO_AUTHORITY;
    private int authorityLength = -1;

    /** Reads on, and returns behind what was read: all, or up to the empty line, or to what is wrong. */
    int scan(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && state != State.DONE && fault == null) {
            // Fast path: names, and values that nobody here looks at, are most of a head.
            int end = skip(octets, at, to);
            bytes += end - at;
            at = end;
            if (at == to) {
                break;
            }
            bytes++;
            step(octets[at++] & 0xFF);
            requireRoom();
        }
        requireRoom();
        return at;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    boolean has(int field) {
        return (seen & field) != 0;
    }

    /** Whether Connection says more than one thing. */
    boolean isConnectionList() {
        return isConnectionList;
    }

    /** The Content-Length, if there is one. */
    long contentLength() {
        return contentLength;
    }

    /** For a head. From now on Host must be this authority, if its length is not negative. */
    void expectHost(byte @Nullable [] expected, int length) {
        authority = expected == null ? NO_AUTHORITY : expected;
        authorityLength = expected == null ? -1 : length;
    }

    void reset(boolean forTrailer) {
        isTrailer = forTrailer;
        state = State.LINE;
        fault = null;
        bytes = 0;
        fields = 0;
        seen = 0;
        contentLength = 0;
        isConnectionList = false;
        isLengthRead = false;
        isLengthEnded = false;
        isLengthTooLarge = false;
        authorityLength = -1;
    }

    /** Passes over what ends neither a name nor a value of no interest, and could not be wrong. */
    private int skip(byte[] octets, int from, int to) {
        if (state == State.VALUE && name == 0) {
            return Octets.valueEnd(octets, from, to);
        }
        return state == State.NAME ? skipName(octets, from, to) : from;
    }

    private int skipName(byte[] octets, int from, int to) {
        int at = from;
        int left = may;
        int place = nameLength;
        while (at < to && Octets.isToken(octets[at] & 0xFF)) {
            if (left != 0) {
                left = FieldName.narrow(left, place + at - from, octets[at] & 0xFF);
            }
            at++;
        }
        may = left;
        nameLength = place + at - from;
        return at;
    }

    private void step(int octet) {
        switch (state) {
            case LINE -> onLine(octet);
            case NAME -> onName(octet);
            case VALUE -> onValue(octet);
            case LINE_END -> onLineEnd(octet);
            case END -> {
                require(octet == Octets.LF);
                state = State.DONE;
            }
            case DONE -> throw new IllegalStateException("the fields are read");
        }
    }

    private void onLine(int octet) {
        if (octet == Octets.CR) {
            state = State.END;
            return;
        }
        // Also what begins with a space, and would continue the line before (RFC 9112, 5.2).
        require(Octets.isToken(octet));
        fields++;
        state = State.NAME;
        nameLength = 1;
        may = FieldName.narrow(FieldName.any(), 0, octet);
    }

    private void onName(int octet) {
        if (octet == ':') {
            name = FieldName.settle(may, nameLength);
            state = State.VALUE;
            beginValue();
        } else {
            // All of a name has been passed over.
            require(false);
        }
    }

    /** What says how long a message is, or whose it is, stands there once, and never behind it. */
    private void beginValue() {
        int once = FieldName.HOST | FieldName.CONTENT_LENGTH | FieldName.TRANSFER_ENCODING;
        require(!(isTrailer && (name & FieldName.NOT_IN_TRAILERS) != 0) && (seen & name & once) == 0);
        isConnectionList |= name == FieldName.CONNECTION && has(name);
        seen |= name;
        if (name == FieldName.HOST) {
            host.begin(authority, authorityLength);
        } else if (name == FieldName.TRANSFER_ENCODING) {
            coding.setLength(0);
        }
        if ((name & (once | FieldName.CONNECTION)) == 0) {
            name = 0;
        }
    }

    private void onValue(int octet) {
        if (octet == Octets.CR) {
            state = State.LINE_END;
            return;
        }
        require(Octets.isValue(octet));
        if (name == FieldName.CONTENT_LENGTH) {
            onLength(octet);
        } else if (name == FieldName.HOST) {
            require(host.step(octet));
        } else if (name == FieldName.TRANSFER_ENCODING) {
            require(coding.length() < MAX_CODING_BYTES);
            coding.append((char) octet);
        } else if (octet == ',') {
            isConnectionList = true;
        }
    }

    private void onLength(int octet) {
        if (octet == Octets.SP || octet == Octets.HTAB) {
            isLengthEnded = isLengthRead;
            return;
        }
        require(Octets.isDigit(octet) && !isLengthEnded);
        isLengthRead = true;
        if (contentLength > MAX_TENTH) {
            isLengthTooLarge = true;
        } else {
            contentLength = 10 * contentLength + octet - '0';
        }
    }

    private void onLineEnd(int octet) {
        require(octet == Octets.LF);
        state = State.LINE;
        if (name == FieldName.HOST) {
            require(host.end());
        } else if (name == FieldName.CONTENT_LENGTH) {
            require(isLengthRead);
            if (isLengthTooLarge && fault == null) {
                fault = Fault.BODY_TOO_LARGE;
            }
        } else if (name == FieldName.TRANSFER_ENCODING) {
            judgeCoding();
        }
    }

    /**
     * Where chunked is not the last coding, nobody knows where the body ends (RFC 9112, 6.3); where another is before it, it is
     * known, but what is in it is not understood (6.1).
     */
    private void judgeCoding() {
        // Fast path: what all send.
        if (isChunkedAlone()) {
            return;
        }
        String text = coding.toString().strip().toLowerCase(Locale.ROOT);
        String[] codings = text.split(",", -1);
        int last = codings.length - 1;
        boolean isFramed = codings[last].strip().equals(CHUNKED);
        for (int i = 0; i < last; i++) {
            isFramed &= !codings[i].isBlank() && !codings[i].strip().equals(CHUNKED) && isToken(codings[i].strip());
        }
        fault = isFramed ? Fault.NOT_IMPLEMENTED : Fault.MALFORMED;
    }

    private boolean isChunkedAlone() {
        int from = 0;
        int to = coding.length();
        while (from < to && coding.charAt(from) <= Octets.SP) {
            from++;
        }
        while (from < to && coding.charAt(to - 1) <= Octets.SP) {
            to--;
        }
        boolean isSame = to - from == CHUNKED.length();
        for (int i = 0; isSame && i < CHUNKED.length(); i++) {
            isSame = Octets.lower(coding.charAt(from + i)) == CHUNKED.charAt(i);
        }
        return isSame;
    }

    private static boolean isToken(String text) {
        for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
            if (!Octets.isToken(octet & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Looked at for each octet that is judged, or it would depend on the pieces which of two faults is found. */
    private void requireRoom() {
        if (bytes > MAX_BYTES) {
            fault = Fault.HEADERS_TOO_LARGE;
        } else if (fields > MAX_FIELDS) {
            fault = Fault.TOO_MANY_FIELDS;
        }
    }

    private void require(boolean holds) {
        if (!holds && fault == null) {
            fault = Fault.MALFORMED;
        }
    }

    /** What is read next. */
    private enum State {
        LINE,
        NAME,
        VALUE,
        LINE_END,
        END,
        DONE
    }
}
