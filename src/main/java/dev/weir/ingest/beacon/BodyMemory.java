package dev.weir.ingest.beacon;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests under way may take together, from their first byte to the answer. Many large and slow ones
 * leave room for those that are small, which most are. Safe for many threads.
 */
final class BodyMemory {

    /** A body that has grown beyond this is a large one. */
    static final int SMALL_BYTES = 8 << 10;

    private final long maxBytes;
    private final long maxBytesOfLarge;
    private final AtomicLong taken = new AtomicLong();

    /** @param maxBytes of all, at least as much as one body may have */
    BodyMemory(long maxBytes) {
        this.maxBytes = maxBytes;
        this.maxBytesOfLarge = maxBytes - maxBytes / 4;
    }

    static BodyMemory of(long maxBytes, MeterRegistry registry) {
        BodyMemory memory = new BodyMemory(maxBytes);
        Gauge.builder("weir.body.bytes", memory.taken, AtomicLong::get)
                .description("Bytes of bodies that are being read, or wait for their answer")
                .register(registry);
        return memory;
    }

    /**
     * Takes room for a piece of a body, if there is.
     *
     * @param bytes of the piece
     * @param total of the body with it
     */
    boolean tryTake(int bytes, int total) {
        long most = total <= SMALL_BYTES ? maxBytes : maxBytesOfLarge;
        long before = taken.get();
        while (before + bytes <= most) {
            if (taken.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }

    void give(int bytes) {
        taken.addAndGet(-bytes);
    }
}
