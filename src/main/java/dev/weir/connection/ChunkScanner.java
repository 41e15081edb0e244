package dev.weir.connection;

import org.jspecify.annotations.Nullable;

/**
 * Reads the frame of a chunked body in any pieces (RFC 9112, 7.1), up to the end of its trailers. What is in a chunk is not looked
 * at, but {@link #skip skipped}. Confined to one event loop.
 */
final class ChunkScanner {

    /** More than any sender needs: zeros before a size are how bounds of digits are got around. */
    static final int MAX_SIZE_DIGITS = 8;

    /** Of one chunk; they say nothing to anybody (7.1.1). */
    static final int MAX_EXTENSION_BYTES = 256;

    /** Of all chunks of a body. */
    static final int MAX_EXTENSIONS_BYTES = 16_384;

    private final FieldScanner trailers = new FieldScanner();
    private State state = State.SIZE_START;
    private @Nullable Fault fault;
    private long size;
    private int digits;
    private int extensionBytes;
    private int extensionsBytes;
    private long left;

    /** Reads on, and returns behind what was read: all, or up to what is to be skipped, to the end, or to what is wrong. */
    int scan(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && fault == null && left == 0 && !isDone()) {
            if (state == State.TRAILERS) {
                at = trailers.scan(octets, at, to);
                fault = trailers.fault();
            } else {
                step(octets[at++] & 0xFF);
            }
        }
        return at;
    }

    boolean isDone() {
        return state == State.TRAILERS && trailers.isDone();
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    /** How many octets follow that are content. */
    long skippable() {
        return left;
    }

    void skip(long octets) {
        left -= octets;
    }

    void reset() {
        state = State.SIZE_START;
        fault = null;
        size = 0;
        left = 0;
        extensionsBytes = 0;
        trailers.reset(true);
    }

    private void step(int octet) {
        switch (state) {
            case SIZE_START -> {
                size = 0;
                digits = 0;
                extensionBytes = 0;
                require(Octets.hex(octet) >= 0);
                state = State.SIZE;
                onSize(octet);
            }
            case SIZE -> onSize(octet);
            case EXTENSION -> onExtension(octet);
            case SIZE_END -> onSizeEnd(octet);
            case CONTENT_END -> {
                require(octet == Octets.CR);
                state = State.CHUNK_END;
            }
            case CHUNK_END -> {
                require(octet == Octets.LF);
                state = State.SIZE_START;
            }
            case TRAILERS -> throw new IllegalStateException("trailers have a scanner of their own");
        }
    }

    private void onSize(int octet) {
        int digit = Octets.hex(octet);
        if (digit >= 0) {
            require(++digits <= MAX_SIZE_DIGITS);
            size = size << 4 | digit;
        } else if (octet == ';') {
            state = State.EXTENSION;
        } else {
            require(octet == Octets.CR);
            state = State.SIZE_END;
        }
    }

    private void onExtension(int octet) {
        if (octet == Octets.CR) {
            state = State.SIZE_END;
        } else {
            require(Octets.isValue(octet)
                    && ++extensionBytes <= MAX_EXTENSION_BYTES
                    && ++extensionsBytes <= MAX_EXTENSIONS_BYTES);
        }
    }

    private void onSizeEnd(int octet) {
        require(octet == Octets.LF);
        if (size > Integer.MAX_VALUE && fault == null) {
            fault = Fault.BODY_TOO_LARGE;
        }
        left = fault == null ? size : 0;
        state = size == 0 ? State.TRAILERS : State.CONTENT_END;
    }

    private void require(boolean holds) {
        if (!holds && fault == null) {
            fault = Fault.MALFORMED;
        }
    }

    /** What is read next, where nothing is to be skipped. */
    private enum State {
        SIZE_START,
        SIZE,
        EXTENSION,
        SIZE_END,
        CONTENT_END,
        CHUNK_END,
        TRAILERS
    }
}
