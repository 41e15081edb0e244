package dev.weir.connection;

import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 requests by the letter of RFC 9112, in any pieces, only to know where each ends and whether everybody else will
 * think so too. What is wrong is told once; nothing may be read behind it. In a steady state it allocates nothing. Confined to one
 * event loop.
 */
final class RequestScanner {

    private final LineScanner line = new LineScanner();
    private final FieldScanner fields = new FieldScanner();
    private final ChunkScanner chunks = new ChunkScanner();
    private Part part = Part.LINE;
    private @Nullable Fault fault;
    private long left;

    /**
     * Reads on, and returns behind what was read: all, or up to the end of the request, to content that is to be skipped, or to
     * what is wrong.
     */
    int scan(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && fault == null && left == 0 && part != Part.DONE) {
            at = switch (part) {
                case LINE -> onLine(octets, at, to);
                case FIELDS -> onFields(octets, at, to);
                case CHUNKS -> onChunks(octets, at, to);
                case CONTENT, DONE -> at;
            };
        }
        return at;
    }

    /** How many octets follow that are content, and of which none need be looked at. */
    long skippable() {
        return left;
    }

    /** @param octets at most {@link #skippable} */
    void skip(long octets) {
        left -= octets;
        if (part == Part.CHUNKS) {
            chunks.skip(octets);
        } else if (left == 0) {
            part = Part.DONE;
        }
    }

    /** What is wrong, or null. */
    @Nullable
    Fault fault() {
        return fault;
    }

    /** Whether anything of the request has been read; an empty line before it is none of it. */
    boolean hasBegun() {
        return part != Part.LINE || line.hasBegun();
    }

    boolean isHeadRead() {
        return part != Part.LINE && part != Part.FIELDS;
    }

    /** Whether the head has what the HTTP server would misread; see {@link MisreadFields}. */
    boolean isMisread() {
        return fields.has(FieldName.UPGRADE) || fields.isConnectionList();
    }

    boolean isDone() {
        return part == Part.DONE;
    }

    /** Whether the answer has no body, whatever it says. */
    boolean isHead() {
        return line.isHead();
    }

    /** Begins with the next request. */
    void reset() {
        part = Part.LINE;
        fault = null;
        left = 0;
        line.reset();
    }

    private int onLine(byte[] octets, int from, int to) {
        int at = line.scan(octets, from, to);
        fault = line.fault();
        if (fault == null && line.isDone()) {
            part = Part.FIELDS;
            fields.reset(false);
            fields.expectHost(line.authority(), line.authorityLength());
        }
        return at;
    }

    private int onFields(byte[] octets, int from, int to) {
        int at = fields.scan(octets, from, to);
        fault = fields.fault();
        if (fault == null && fields.isDone()) {
            judgeHead();
        }
        return at;
    }

    /** RFC 9112, 3.2 and 6.3. */
    private void judgeHead() {
        boolean isChunked = fields.has(FieldName.TRANSFER_ENCODING);
        boolean hasLength = fields.has(FieldName.CONTENT_LENGTH);
        boolean needsHost = line.isVersion11() || line.authority() != null;
        if ((needsHost && !fields.has(FieldName.HOST)) || (isChunked && (hasLength || !line.isVersion11()))) {
            fault = Fault.MALFORMED;
        } else if (isChunked) {
            part = Part.CHUNKS;
            chunks.reset();
        } else {
            left = hasLength ? fields.contentLength() : 0;
            part = left == 0 ? Part.DONE : Part.CONTENT;
        }
    }

    private int onChunks(byte[] octets, int from, int to) {
        int at = chunks.scan(octets, from, to);
        fault = chunks.fault();
        left = chunks.skippable();
        if (fault == null && chunks.isDone()) {
            part = Part.DONE;
        }
        return at;
    }

    /** What is read next. */
    private enum Part {
        LINE,
        FIELDS,
        CONTENT,
        CHUNKS,
        DONE
    }
}
