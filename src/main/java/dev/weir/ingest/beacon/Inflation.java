package dev.weir.ingest.beacon;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Makes compressed bodies what they were, within bounds: of bytes, as of a body that comes as it is; and of the ratio, since
 * nobody writes events that shrink to a hundredth. A body is inflated when all of it is there, in one go: what waits for a slow
 * client is then what that client has sent, and not 40 KiB of a decoder for each. Confined to one event loop.
 */
final class Inflation implements AutoCloseable {

    /** A body of up to this many bytes may shrink as it likes. */
    static final int FREE_BYTES = 64 << 10;

    /** How many bytes one compressed byte may stand for, on average, beyond that. The most that deflate does is 1032. */
    static final int MAX_RATIO = 100;

    /** Between two looks at the ratio. */
    private static final int STEP_BYTES = 8 << 10;

    private final int maxBytes;
    private final Inflater bare = new Inflater(true);
    private final Inflater zlib = new Inflater(false);
    /** What is inflated next begins here; never longer than {@link #FREE_BYTES} between bodies. */
    private byte[] room = new byte[STEP_BYTES];

    /** @param maxBytes of a body once it is inflated */
    Inflation(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The body as it was before it was coded; none is none in every coding.
     *
     * @throws RejectedException if it is not one whole stream of that coding and nothing else, or beyond a bound
     */
    byte[] inflate(ContentCoding coding, byte[] body) throws RejectedException {
        if (body.length == 0) {
            return body;
        }
        return switch (coding) {
            case IDENTITY -> body;
            case GZIP -> gzip(body);
            case DEFLATE -> zlib(body);
        };
    }

    @Override
    public void close() {
        bare.end();
        zlib.end();
    }

    private byte[] gzip(byte[] body) throws RejectedException {
        int from = GzipFrame.headerLength(body);
        if (from < 0 || body.length - from < GzipFrame.TRAILER_BYTES) {
            throw malformed(ContentCoding.GZIP);
        }
        byte[] inflated = inflate(ContentCoding.GZIP, bare, body, from, GzipFrame.TRAILER_BYTES);
        if (!GzipFrame.isSummedUp(body, inflated)) {
            throw malformed(ContentCoding.GZIP);
        }
        return inflated;
    }

    private byte[] zlib(byte[] body) throws RejectedException {
        return inflate(ContentCoding.DEFLATE, zlib, body, 0, 0);
    }

    /** @param after so many bytes are to be left over at the end, exactly */
    private byte[] inflate(ContentCoding coding, Inflater inflater, byte[] body, int from, int after)
            throws RejectedException {
        try {
            inflater.setInput(body, from, body.length - from);
            int length = inflateAll(coding, inflater);
            if (inflater.getRemaining() != after) {
                throw malformed(coding);
            }
            return Arrays.copyOf(room, length);
        } catch (DataFormatException notDeflate) {
            throw malformed(coding);
        } finally {
            inflater.reset();
            if (room.length > FREE_BYTES) {
                room = new byte[STEP_BYTES];
            }
        }
    }

    /** How many bytes of {@link #room} it has filled. */
    private int inflateAll(ContentCoding coding, Inflater inflater) throws DataFormatException, RejectedException {
        int length = 0;
        while (!inflater.finished()) {
            if (length == room.length) {
                // One byte more than there may be tells that there are too many.
                room = Arrays.copyOf(room, (int) Math.min(2L * room.length, maxBytes + 1L));
            }
            int inflated = inflater.inflate(room, length, Math.min(STEP_BYTES, room.length - length));
            length += inflated;
            if (length > maxBytes) {
                throw PlainAnswers.bodyTooLarge(maxBytes);
            }
            if (length > FREE_BYTES && length > MAX_RATIO * inflater.getBytesRead()) {
                throw bomb();
            }
            if (inflated == 0 && !inflater.finished()) {
                // It ends too early, or wants a dictionary that nobody has agreed on.
                throw malformed(coding);
            }
        }
        return length;
    }

    private static RejectedException bomb() {
        return new RejectedException(
                Rejection.BODY_INFLATES,
                null,
                "body inflates too far (expected: at most " + MAX_RATIO + " times its compressed length)");
    }

    private static RejectedException malformed(ContentCoding coding) {
        return new RejectedException(
                Rejection.MALFORMED_ENCODING,
                null,
                coding == ContentCoding.GZIP
                        ? "malformed content encoding (expected: one whole gzip member, RFC 1952)"
                        : "malformed content encoding (expected: one whole zlib stream, RFC 1950)");
    }
}
