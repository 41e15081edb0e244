package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends one event after the other over one connection, by a schedule. Who is late because the answer before came late has waited
 * since it was due; who is late because its own thread was has not.
 */
final class GoodClient implements AutoCloseable {

    private static final long INTERVAL_NANOS = 2_000_000L;
    /** What is worth most: where thousands ask as fast as they can, what is worth less may be refused. */
    private static final String EVENT =
            "{\"event\":\"purchase\",\"shop_id\":\"shop\",\"did\":\"device0001\",\"order_id\":\"N1\","
                    + "\"order_price\":10,\"items\":[{\"id\":\"1\",\"amount\":1,\"price\":10}]}";
    /** In one piece: of two, the second would wait for the first one's acknowledgement. */
    private static final String REQUEST =
            "POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: " + EVENT.length() + "\r\n\r\n" + EVENT;

    private final RawConnection connection;
    private final Histogram micros = new Histogram(3);
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    private GoodClient(RawConnection connection) {
        this.connection = connection;
        this.thread = new Thread(this::run, "good");
    }

    static GoodClient start(URI server) throws IOException {
        GoodClient client = new GoodClient(new RawConnection(server));
        client.thread.start();
        return client;
    }

    synchronized long count() {
        return micros.getTotalCount();
    }

    synchronized double millisAt(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    @Override
    public String toString() {
        return "p50 %.2f ms, p99 %.2f ms, max %.1f ms of %d"
                .formatted(millisAt(50), millisAt(99), millisAt(100), count());
    }

    /** @throws AssertionError if not all was answered as it should be */
    @Override
    public void close() throws IOException {
        isOver.set(true);
        SlowClients.join(thread);
        connection.close();
        assertThat(failure.get()).isNull();
    }

    private void run() {
        try {
            // What it waits for a processor is nothing that the server could do better.
            Scheduling.beforeAll();
            long due = System.nanoTime();
            long answered = due;
            while (!isOver.get()) {
                due += INTERVAL_NANOS;
                boolean isLate = answered - due > 0;
                awaitTime(due);
                long start = isLate ? due : System.nanoTime();
                connection.send(REQUEST);
                assertThat(connection.response().status()).isEqualTo(200);
                answered = System.nanoTime();
                record((answered - start) / 1_000);
            }
        } catch (IOException | AssertionError failed) {
            failure.set(failed);
        }
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private synchronized void record(long time) {
        micros.recordValue(time);
    }
}
