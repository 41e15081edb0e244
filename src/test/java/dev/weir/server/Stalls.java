package dev.weir.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When the machine under a virtual one took a processor away: a thread that has each at once when it wants it (see {@link
 * Scheduling}) looks at the clock, and finds that it has been away for far longer than it rested. Linux, with util-linux's {@code
 * taskset} and {@code chrt}, as a user who may; elsewhere what it finds may be the work of others.
 */
final class Stalls implements AutoCloseable {

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** More than a collection of this JVM's own, which holds up its threads too. */
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Stall> stalls = new CopyOnWriteArrayList<>();
    private volatile boolean isClosed;

    static Stalls watch(int processors) {
        Stalls stalls = new Stalls();
        for (int processor = 0; processor < processors; processor++) {
            int each = processor;
            Thread thread = new Thread(() -> stalls.watchOne(each), "stalls-" + each);
            thread.setDaemon(true);
            thread.start();
        }
        return stalls;
    }

    private void watchOne(int processor) {
        try {
            Scheduling.on(processor);
            Scheduling.beforeAll();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        long last = System.nanoTime();
        while (!isClosed) {
            LockSupport.parkNanos(REST_NANOS);
            long now = System.nanoTime();
            if (now - last >= REST_NANOS + LEAST_NANOS) {
                stalls.add(new Stall(last, now));
            }
            last = now;
        }
    }

    /** Whether one was under way at some time between the two, by {@link System#nanoTime}. */
    boolean overlap(long fromNanos, long toNanos) {
        return stalls.stream().anyMatch(each -> each.from() - toNanos < 0 && fromNanos - each.to() < 0);
    }

    Duration since(long nanos) {
        return Duration.ofNanos(stalls.stream()
                .filter(each -> each.from() - nanos >= 0)
                .mapToLong(each -> each.to() - each.from())
                .sum());
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private record Stall(long from, long to) {}
}
