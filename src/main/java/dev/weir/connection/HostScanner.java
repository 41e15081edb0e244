package dev.weir.connection;

/**
 * Reads the value of a Host field (RFC 9110, 7.2): a name, an IPv4 address, or an IPv6 address in brackets, and perhaps a port.
 * Confined to one event loop.
 */
final class HostScanner {

    private static final int MAX_BYTES = 255;
    private static final int MAX_PORT = 65_535;

    private State state = State.BEFORE;
    private int length;
    private int port;
    private byte[] expected = {};
    /** Negative if any will do. */
    private int expectedLength = -1;

    private boolean isOther;

    /** @param length of the lower-case authority that it must be, or negative if any will do */
    void begin(byte[] authority, int length) {
        state = State.BEFORE;
        this.length = 0;
        port = 0;
        expected = authority;
        expectedLength = length;
        isOther = false;
    }

    /** False if this cannot be. */
    boolean step(int octet) {
        if (octet == Octets.SP || octet == Octets.HTAB) {
            state = state == State.BEFORE ? State.BEFORE : State.AFTER;
            return true;
        }
        if (++length > MAX_BYTES) {
            return false;
        }
        if (expectedLength >= 0 && (length > expectedLength || expected[length - 1] != (byte) Octets.lower(octet))) {
            isOther = true;
        }
        return accepts(octet);
    }

    /** Whether it was whole, and the one that it must be. */
    boolean end() {
        return length > 0 && state != State.LITERAL && !isOther && (expectedLength < 0 || length == expectedLength);
    }

    private boolean accepts(int octet) {
        return switch (state) {
            case BEFORE -> {
                state = octet == '[' ? State.LITERAL : State.NAME;
                yield octet == '[' || Octets.isHost(octet);
            }
            case NAME -> {
                state = octet == ':' ? State.PORT : State.NAME;
                yield octet == ':' || Octets.isHost(octet);
            }
            case LITERAL -> {
                state = octet == ']' ? State.AFTER_LITERAL : State.LITERAL;
                yield octet == ']' || octet == ':' || octet == '.' || Octets.hex(octet) >= 0;
            }
            case AFTER_LITERAL -> {
                state = State.PORT;
                yield octet == ':';
            }
            case PORT -> {
                port = 10 * port + octet - '0';
                yield Octets.isDigit(octet) && port <= MAX_PORT;
            }
            case AFTER -> false;
        };
    }

    /** What is read next. */
    private enum State {
        BEFORE,
        NAME,
        LITERAL,
        AFTER_LITERAL,
        PORT,
        AFTER
    }
}
