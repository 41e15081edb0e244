package dev.weir.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Bytes that came one after the other, in one piece: a head in pieces, or requests ahead of answers. */
final class Joined {

    private static final int LEAST_BYTES = 1_024;

    private Joined() {}

    /**
     * Takes both, and copies as little as can be.
     *
     * @return whose release is the caller's
     */
    static ByteBuf of(@Nullable ByteBuf before, ByteBuf bytes, ByteBufAllocator allocator) {
        if (before == null) {
            return bytes;
        }
        ByteBuf joined = before;
        if (before.refCnt() == 1 && !before.isReadOnly() && before.writableBytes() >= bytes.readableBytes()) {
            before.writeBytes(bytes);
        } else {
            int length = before.readableBytes() + bytes.readableBytes();
            joined = allocator
                    .buffer(Math.max(LEAST_BYTES, 2 * length))
                    .writeBytes(before)
                    .writeBytes(bytes);
            before.release();
        }
        bytes.release();
        return joined;
    }
}
