package dev.weir.connection;

import org.jspecify.annotations.Nullable;

/**
 * Reads a request line (RFC 9112, 3) in any pieces: {@code method SP target SP version CRLF}, and one empty line before it (2.2).
 * Allocates for targets in absolute form alone. Confined to one event loop.
 */
final class LineScanner {

    /** Without the end of the line. */
    static final int MAX_BYTES = 8_192;

    /** Longer than any that is registered; a longer one is none that anybody implements (RFC 9112, 3). */
    static final int MAX_METHOD_BYTES = 32;

    private static final int MAX_AUTHORITY_BYTES = 255;
    private static final long HEAD = packed("HEAD");
    private static final long OPTIONS = packed("OPTIONS");
    private static final long CONNECT = packed("CONNECT");
    private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.', '1'};
    private static final int MAJOR = 5;
    private static final int MINOR = 7;
    private static final String PLAIN = "http://";
    private static final String SECURE = "https://";
    /** Where the two differ first. */
    private static final int PARTING = 4;

    private State state = State.BEFORE;
    private @Nullable Fault fault;
    /** Of the line, without an empty one before it. */
    private int length;
    /** Of the part that is being read. */
    private int count;

    private long method;
    private String scheme = PLAIN;
    private byte @Nullable [] authority;
    private int authorityLength;
    private int major;
    private int minor;

    /** Reads on, and returns behind what was read: all, or up to the end of the line, or to what is wrong. */
    int scan(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && state != State.DONE && fault == null) {
            // Fast path: a target is most of a line.
            if (state == State.TARGET) {
                int end = skipTarget(bytes, at, to);
                length += end - at;
                at = end;
                if (at == to || length > MAX_BYTES) {
                    break;
                }
            }
            step(bytes[at++] & 0xFF);
        }
        if (length > MAX_BYTES && fault == null) {
            fault = Fault.URI_TOO_LONG;
        }
        return at;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** Whether anything of it has been read; an empty line before it is none of it. */
    boolean hasBegun() {
        return state != State.BEFORE && state != State.AFTER_EMPTY_LINE;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    /** Whether the answer has no body, whatever it says (RFC 9110, 9.3.2). */
    boolean isHead() {
        return method == HEAD;
    }

    /** HTTP/1.1; otherwise it is 1.0. */
    boolean isVersion11() {
        return minor == 1;
    }

    /** What the target names as host and port, lower case, as far as {@link #authorityLength}; null if it names none. */
    byte @Nullable [] authority() {
        return authority;
    }

    int authorityLength() {
        return authorityLength;
    }

    void reset() {
        state = State.BEFORE;
        fault = null;
        length = 0;
        count = 0;
        method = 0;
        scheme = PLAIN;
        authority = null;
        authorityLength = 0;
    }

    private static int skipTarget(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Octets.isTarget(bytes[at] & 0xFF)) {
            at++;
        }
        return at;
    }

    private void step(int octet) {
        switch (state) {
            case BEFORE -> onFirst(octet, true);
            case EMPTY_LINE -> state = expect(octet, Octets.LF, State.AFTER_EMPTY_LINE);
            case AFTER_EMPTY_LINE -> onFirst(octet, false);
            case METHOD -> onMethod(octet);
            case TARGET_START -> onTargetStart(octet);
            case ASTERISK -> onAsterisk(octet);
            case SCHEME -> onScheme(octet);
            case AUTHORITY -> onAuthority(octet);
            case TARGET -> onTarget(octet);
            case VERSION -> onVersion(octet);
            case END -> state = expect(octet, Octets.LF, State.DONE);
            case DONE -> throw new IllegalStateException("the line is read");
        }
        if (state.isOfLine) {
            length++;
        }
    }

    private State expect(int octet, int expected, State next) {
        if (octet != expected) {
            fault = Fault.MALFORMED;
        }
        return next;
    }

    private void onFirst(int octet, boolean mayBeEmpty) {
        if (octet == Octets.CR && mayBeEmpty) {
            state = State.EMPTY_LINE;
        } else {
            state = State.METHOD;
            onMethod(octet);
        }
    }

    private void onMethod(int octet) {
        if (Octets.isToken(octet)) {
            // One of more than eight letters is none of those that are told apart here.
            method = count < Long.BYTES ? method << Byte.SIZE | octet : 0;
            if (++count > MAX_METHOD_BYTES) {
                fault = Fault.NOT_IMPLEMENTED;
            }
        } else if (octet != Octets.SP || count == 0) {
            fault = Fault.MALFORMED;
        } else if (method == CONNECT) {
            // A server that is the origin makes no tunnels (RFC 9110, 9.3.6).
            fault = Fault.NOT_IMPLEMENTED;
        } else {
            state = State.TARGET_START;
            count = 0;
        }
    }

    private void onTargetStart(int octet) {
        if (octet == '/') {
            state = State.TARGET;
        } else if (octet == '*' && method == OPTIONS) {
            state = State.ASTERISK;
        } else {
            state = State.SCHEME;
            onScheme(octet);
        }
    }

    private void onAsterisk(int octet) {
        if (octet == Octets.SP) {
            toVersion();
        } else {
            fault = Fault.MALFORMED;
        }
    }

    private void onScheme(int octet) {
        int lower = Octets.lower(octet);
        if (count == PARTING) {
            scheme = lower == SECURE.charAt(PARTING) ? SECURE : PLAIN;
        }
        if (lower != scheme.charAt(count)) {
            fault = Fault.MALFORMED;
        } else if (++count == scheme.length()) {
            state = State.AUTHORITY;
            count = 0;
            authority = new byte[MAX_AUTHORITY_BYTES];
        }
    }

    private void onAuthority(int octet) {
        if (octet == '/' || octet == '?') {
            state = State.TARGET;
        } else if (octet == Octets.SP) {
            toVersion();
        } else if (!Octets.isTarget(octet) || authority == null || authorityLength == MAX_AUTHORITY_BYTES) {
            fault = Fault.MALFORMED;
        } else {
            authority[authorityLength++] = (byte) Octets.lower(octet);
        }
    }

    private void onTarget(int octet) {
        if (octet == Octets.SP) {
            toVersion();
        } else if (!Octets.isTarget(octet)) {
            fault = Fault.MALFORMED;
        }
    }

    private void toVersion() {
        state = State.VERSION;
        count = 0;
    }

    private void onVersion(int octet) {
        if (count == VERSION.length) {
            state = expect(octet, Octets.CR, State.END);
            if (fault == null && !(major == 1 && minor <= 1)) {
                fault = Fault.HTTP_VERSION;
            }
            return;
        }
        boolean isNumber = count == MAJOR || count == MINOR;
        if (isNumber ? !Octets.isDigit(octet) : octet != VERSION[count]) {
            fault = Fault.MALFORMED;
        } else if (count == MAJOR) {
            major = octet - '0';
        } else if (count == MINOR) {
            minor = octet - '0';
        }
        count++;
    }

    private static long packed(String name) {
        long packed = 0;
        for (int i = 0; i < name.length(); i++) {
            packed = packed << Byte.SIZE | name.charAt(i);
        }
        return packed;
    }

    /** What is read next. */
    private enum State {
        BEFORE(false),
        EMPTY_LINE(false),
        AFTER_EMPTY_LINE(false),
        METHOD(true),
        TARGET_START(true),
        ASTERISK(true),
        SCHEME(true),
        AUTHORITY(true),
        TARGET(true),
        VERSION(true),
        END(false),
        DONE(false);

        private final boolean isOfLine;

        State(boolean isOfLine) {
            this.isOfLine = isOfLine;
        }
    }
}
