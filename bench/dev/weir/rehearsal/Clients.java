package dev.weir.rehearsal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Visitors who send by a schedule that waits for no answer; but each device waits for its own before it sends the next. Sends on one event loop; the
 * rest is safe for many threads.
 */
final class Clients {

    private static final long TIMEOUT_MILLIS = 10_000;
    private static final long LONGEST_MICROS = 60_000_000;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final String host;
    private final int port;
    private final Ledger ledger;
    private final int eventsPerSecond;
    private final Histogram[] latencies = new Histogram[Phase.values().length];
    private final Devices[] devices = new Devices[Section.values().length];
    private final long[] due = new long[Section.values().length];
    private final AtomicIntegerArray spilled = new AtomicIntegerArray(Phase.values().length);
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(Section.values().length);
    private volatile int phase;
    private volatile boolean isStopped;
    private volatile long lastTroubleNanos = System.nanoTime();
    private volatile int unsent;
    private long beganNanos;

    Clients(Vertx vertx, Ledger ledger, int eventsPerSecond, String host, int port) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.eventsPerSecond = eventsPerSecond;
        this.host = host;
        this.port = port;
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(1_000).setMaxWaitQueueSize(10_000);
        client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(2_000), pool);
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = new ConcurrentHistogram(1, LONGEST_MICROS, 3);
        }
        for (Section section : Section.values()) {
            devices[section.ordinal()] = new Devices(section.ordinal() * Devices.OF_A_SECTION);
        }
    }

    void start() {
        vertx.runOnContext(now -> {
            beganNanos = System.nanoTime();
            vertx.setPeriodic(1, this::tick);
        });
    }

    void stop() {
        isStopped = true;
    }

    /** What is sent from now on belongs to it. */
    void enter(Phase next) {
        phase = next.ordinal();
    }

    int acknowledged(Section section) {
        return acknowledged.get(section.ordinal());
    }

    /** Acknowledgements of a phase that promised no more than the intake's own disk. */
    int spilled(Phase of) {
        return spilled.get(of.ordinal());
    }

    /** When somebody was last refused for another reason than a limit, or not answered. */
    long lastTroubleNanos() {
        return lastTroubleNanos;
    }

    /** From when an acknowledged event was due, in microseconds. */
    Histogram latencies(Phase of) {
        return latencies[of.ordinal()];
    }

    /** Events that were due while all devices of their section waited for an answer. */
    int unsent() {
        return unsent;
    }

    private void tick(long timer) {
        if (isStopped) {
            vertx.cancelTimer(timer);
            return;
        }
        long elapsed = System.nanoTime() - beganNanos;
        for (Section section : Section.values()) {
            int index = section.ordinal();
            long nanosBetween = TimeUnit.SECONDS.toNanos(1) / section.perSecond(eventsPerSecond);
            while (due[index] * nanosBetween <= elapsed) {
                send(section, beganNanos + due[index] * nanosBetween);
                due[index]++;
            }
        }
    }

    private void send(Section section, long dueNanos) {
        Devices idle = devices[section.ordinal()];
        int device = idle.take();
        if (device < 0) {
            unsent++;
            return;
        }
        int of = phase;
        int event = ledger.sending(device, of);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(host)
                .setPort(port)
                .setURI("/push/custom")
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("content-type", "application/json")
                .putHeader("x-device", "device-" + device);
        client.request(options)
                .compose(request -> answer(request, body(section, device, event), event, of))
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .otherwise(Answer.UNANSWERED)
                .onSuccess(answer -> {
                    note(section, answer, of, dueNanos);
                    ledger.answered(event, answer);
                    idle.give(device);
                });
    }

    private Future<Answer> answer(HttpClientRequest request, String body, int event, int of) {
        return request.send(body)
                .compose(response -> response.body().map(unused -> {
                    boolean isSpilled = "fsync".equals(response.getHeader("weir-ack"));
                    spilled.addAndGet(of, isSpilled ? 1 : 0);
                    String intake = response.getHeader("x-intake");
                    ledger.answeredBy(event, intake == null ? 0 : Integer.parseInt(intake), isSpilled);
                    return Answer.of(response.statusCode());
                }));
    }

    private void note(Section section, Answer answer, int of, long dueNanos) {
        switch (answer) {
            case ACKNOWLEDGED -> {
                acknowledged.incrementAndGet(section.ordinal());
                long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueNanos);
                latencies[of].recordValue(Math.max(1, Math.min(LONGEST_MICROS, micros)));
            }
            case LIMITED, AWAITED -> {}
            case REFUSED, UNANSWERED, UNEXPECTED -> lastTroubleNanos = System.nanoTime();
        }
    }

    private static String body(Section section, int device, int event) {
        String shop = section.name().toLowerCase(Locale.ROOT);
        return "{\"shop_id\":\"" + shop + "\",\"did\":\"device-" + device + "\",\"event\":\"tick\",\"label\":\"" + event
                + "\"}";
    }
}
