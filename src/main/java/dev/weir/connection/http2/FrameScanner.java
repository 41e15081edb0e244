package dev.weir.connection.http2;

import io.netty.buffer.ByteBuf;

/**
 * Finds the heads of frames in one direction of a connection (RFC 9113, 4.1), however its bytes are cut into buffers. Allocates
 * nothing. Confined to one event loop.
 */
final class FrameScanner {

    private static final int HEAD_BYTES = 9;
    private static final int TYPE_AT = 3;
    private static final int FLAGS_AT = 4;
    private static final int STREAM_AT = 5;
    /** Length, type and flags. */
    private static final int FIRST_BYTES = 5;
    /** Last stream and error code (RFC 9113, 6.8). */
    private static final int GOAWAY_BYTES = 8;
    /** An error code (RFC 9113, 6.4). */
    private static final int RST_STREAM_BYTES = 4;

    private static final int NONE = -1;

    private final Frames frames;
    /** What is left of the payload under way, or of the preface. */
    private int toSkip;
    /** How many bytes there are of a head that is not whole yet. */
    private int headBytes;
    /** Length, type and flags of that head, or of the frame under way. */
    private long first;

    private int stream;
    /** How many bytes of a GOAWAY or RST_STREAM are still to be read, of which the last four are its code. */
    private int toRead;

    private int code;
    /** Which stream the frame under way resets, or {@link #NONE}. */
    private int resetStream = NONE;

    /** @param prefaceBytes so many bytes come before the first frame */
    FrameScanner(Frames frames, int prefaceBytes) {
        this.frames = frames;
        this.toSkip = prefaceBytes;
    }

    /** Reads on, and moves none of the buffer's indices. */
    void scan(ByteBuf bytes) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (at < end) {
            if (toRead > 0) {
                code = code << 8 | bytes.getUnsignedByte(at++);
                toSkip--;
                if (--toRead == 0) {
                    tellCode();
                }
            } else if (toSkip > 0) {
                int skipped = Math.min(toSkip, end - at);
                toSkip -= skipped;
                at += skipped;
            } else if (headBytes == 0 && end - at >= HEAD_BYTES) {
                // Fast path: heads are seldom cut.
                begin(
                        bytes.getUnsignedMedium(at),
                        bytes.getUnsignedByte(at + TYPE_AT),
                        bytes.getUnsignedByte(at + FLAGS_AT),
                        bytes.getInt(at + STREAM_AT));
                at += HEAD_BYTES;
            } else {
                gather(bytes.getUnsignedByte(at++));
            }
        }
    }

    /** Whether a frame's payload has begun, or the preface, that is not whole. */
    boolean isAmidPayload() {
        return toSkip > 0;
    }

    /** Whether a frame's head has begun that is not whole. */
    boolean isAmidHead() {
        return headBytes > 0;
    }

    private void gather(int octet) {
        if (headBytes < FIRST_BYTES) {
            first = first << 8 | octet;
        } else {
            stream = stream << 8 | octet;
        }
        if (++headBytes == HEAD_BYTES) {
            begin((int) (first >> 16), (int) (first >> 8) & 0xFF, (int) first & 0xFF, stream);
        }
    }

    private void begin(int length, int type, int flags, int streamAndBit) {
        headBytes = 0;
        first = 0;
        stream = 0;
        toSkip = length;
        toRead = bytesToCode(type, length);
        resetStream = type == FrameType.RST_STREAM ? streamAndBit & Integer.MAX_VALUE : NONE;
        frames.onFrame(type, flags, streamAndBit & Integer.MAX_VALUE, length);
    }

    private static int bytesToCode(int type, int length) {
        if (type == FrameType.GOAWAY && length >= GOAWAY_BYTES) {
            return GOAWAY_BYTES;
        }
        return type == FrameType.RST_STREAM && length == RST_STREAM_BYTES ? RST_STREAM_BYTES : 0;
    }

    private void tellCode() {
        if (resetStream == NONE) {
            frames.onGoAway(code & 0xFFFF_FFFFL);
        } else {
            frames.onReset(resetStream, code & 0xFFFF_FFFFL);
        }
    }

    /** Told of frames in the order in which they come. */
    interface Frames {
        /**
         * One begins.
         *
         * @param length of its payload, which follows; 0 to 16777215
         */
        void onFrame(int type, int flags, int stream, int length);

        /** A GOAWAY says why. */
        void onGoAway(long code);

        /** An RST_STREAM says why. */
        void onReset(int stream, long code);
    }
}
