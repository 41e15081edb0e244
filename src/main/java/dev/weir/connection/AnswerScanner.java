package dev.weir.connection;

import io.netty.buffer.ByteBuf;

/**
 * Follows what the server writes to an HTTP/1.1 connection, to know where an answer ends. It is this server's own writing, so that
 * nothing is judged. Allocates nothing. Confined to one event loop.
 */
final class AnswerScanner {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int STATUS_FROM = 9;
    private static final int STATUS_TO = 12;
    private static final int LINE_END_BYTES = 2;

    private Part part = Part.DONE;
    private boolean isToHead;
    private int column;
    private int status;
    private int may;
    private int name;
    private boolean isChunked;
    private boolean hasLength;
    private long left;

    /**
     * Waits for an answer.
     *
     * @param isToHead whether it has no body, whatever its head says
     */
    void begin(boolean isToHead) {
        this.isToHead = isToHead;
        toHead();
    }

    /** Whether anything of it has been written. */
    boolean hasBegun() {
        return part != Part.STATUS || column > 0;
    }

    boolean isDone() {
        return part == Part.DONE;
    }

    void scan(ByteBuf written) {
        int at = written.readerIndex();
        int end = written.writerIndex();
        while (at < end && part != Part.DONE) {
            if (part == Part.CONTENT || part == Part.CHUNK) {
                int skipped = (int) Math.min(left, end - at);
                at += skipped;
                left -= skipped;
                if (left == 0) {
                    toPart(part == Part.CONTENT ? Part.DONE : Part.SIZE);
                }
            } else if (isPassedOver()) {
                // Fast path: most lines of a head say nothing of where its body ends.
                int lineEnd = written.indexOf(at, end, (byte) Octets.LF);
                at = lineEnd < 0 ? end : lineEnd;
                if (lineEnd >= 0) {
                    at++;
                    toName();
                }
            } else {
                step(written.getByte(at++) & 0xFF);
            }
        }
    }

    /** Whether this is a line of a head that does not matter, wherever in it. */
    private boolean isPassedOver() {
        return part == Part.NAME ? may == 0 && column > 0 : part == Part.VALUE && name == 0;
    }

    private void step(int octet) {
        switch (part) {
            case STATUS -> onStatus(octet);
            case NAME -> onName(octet);
            case VALUE -> onValue(octet);
            case SIZE -> onSize(octet);
            case TRAILERS -> onTrailer(octet);
            default -> {
                // Content up to the end of the connection.
            }
        }
    }

    private void onStatus(int octet) {
        if (column >= STATUS_FROM && column < STATUS_TO) {
            status = 10 * status + octet - '0';
        }
        column++;
        if (octet == Octets.LF) {
            toName();
        }
    }

    private void onName(int octet) {
        if (octet == Octets.LF) {
            onHeadEnd();
        } else if (octet == ':') {
            name = FieldName.settle(may, column);
            hasLength |= name == FieldName.CONTENT_LENGTH;
            part = Part.VALUE;
        } else if (octet != Octets.CR) {
            may = FieldName.narrow(may, column++, octet);
        }
    }

    private void onValue(int octet) {
        if (octet == Octets.LF) {
            toName();
        } else if (name == FieldName.CONTENT_LENGTH && Octets.isDigit(octet)) {
            left = 10 * left + octet - '0';
        } else if (name == FieldName.TRANSFER_ENCODING) {
            isChunked = true;
        }
    }

    /** RFC 9112, 6.3. */
    private void onHeadEnd() {
        if (status < 200) {
            toHead();
        } else if (isToHead || status == NO_CONTENT || status == NOT_MODIFIED) {
            toPart(Part.DONE);
        } else if (isChunked) {
            left = 0;
            toPart(Part.SIZE);
        } else if (hasLength) {
            toPart(left == 0 ? Part.DONE : Part.CONTENT);
        } else {
            toPart(Part.REST);
        }
    }

    private void onSize(int octet) {
        if (octet == Octets.LF) {
            if (left == 0) {
                toPart(Part.TRAILERS);
            } else {
                left += LINE_END_BYTES;
                toPart(Part.CHUNK);
            }
        } else if (octet != Octets.CR) {
            left = left << 4 | Math.max(0, Octets.hex(octet));
        }
    }

    /** The last line is empty. */
    private void onTrailer(int octet) {
        if (octet == Octets.LF) {
            if (column == 0) {
                toPart(Part.DONE);
            }
            column = 0;
        } else if (octet != Octets.CR) {
            column++;
        }
    }

    private void toHead() {
        toPart(Part.STATUS);
        status = 0;
        left = 0;
        isChunked = false;
        hasLength = false;
    }

    private void toName() {
        toPart(Part.NAME);
        may = FieldName.any();
    }

    private void toPart(Part next) {
        part = next;
        column = 0;
    }

    /** What is written next. */
    private enum Part {
        STATUS,
        NAME,
        VALUE,
        CONTENT,
        SIZE,
        CHUNK,
        TRAILERS,
        /** Up to the end of the connection. */
        REST,
        DONE
    }
}
