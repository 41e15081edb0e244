package dev.weir.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, that is made again whenever it is lost. Lost is what is closed, what does not answer in time, and what
 * answers that it cannot do what is asked of it. Confined to one event loop, but where it says otherwise.
 */
final class RedisLink {

    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private static final long LEAST_PAUSE_MILLIS = 20;
    private static final long MOST_PAUSE_MILLIS = 250;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(250);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);
    /** Commands without an answer; more are refused at once. */
    private static final int MAX_UNANSWERED = 16_384;

    private final Vertx vertx;
    private final Context context;
    private final RedisOptions options;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Counter losses;
    private final Counter answered;
    private final Counter failed;
    private final Promise<Void> firstAttempt = Promise.promise();
    private final List<Listener> listeners = new ArrayList<>();
    private Probe probe =
            connection -> connection.send(Request.cmd(Command.PING)).mapEmpty();
    private @Nullable Live live;
    private long pauseMillis = LEAST_PAUSE_MILLIS;
    private boolean isTold;
    private volatile boolean isClosed;
    private volatile boolean isUp;

    /**
     * A link that is not connected yet.
     *
     * @param vertx that has a loop for it
     * @param random used on the link's loop
     */
    RedisLink(Vertx vertx, RedisOptions options, LongSupplier nanoTime, RandomGenerator random, MeterRegistry meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = options;
        this.nanoTime = nanoTime;
        this.random = random;
        this.losses = Counter.builder("weir.redis.lost")
                .description("Times that Redis went away, or stopped answering in time")
                .register(meters);
        Outcomes commands =
                new Outcomes("weir.redis.commands", "Commands to Redis, by whether there was a good answer", meters);
        this.answered = commands.of("answered");
        this.failed = commands.of("failed");
        Gauge.builder("weir.redis.up", () -> isUp ? 1 : 0)
                .description("1 while Redis answers")
                .register(meters);
    }

    /** Who is told, and what a connection must be able to do before it counts. To be said before {@link #start}. */
    void use(Probe wanted, List<Listener> told) {
        probe = wanted;
        listeners.addAll(told);
    }

    /** Connects, and from then on whenever it must. What becomes of the first attempt. Any thread. */
    Future<Void> start() {
        context.runOnContext(unused -> attempt());
        return firstAttempt.future();
    }

    /** Ends it; nobody is told. Any thread. */
    void close() {
        isClosed = true;
        isUp = false;
        context.runOnContext(unused -> {
            isUp = false;
            Live last = live;
            live = null;
            if (last != null) {
                last.close();
            }
        });
    }

    Context context() {
        return context;
    }

    /** Whether Redis answers, as far as is known. Any thread. */
    boolean isUp() {
        return isUp;
    }

    /** Whether a command would be sent, and not be refused. */
    boolean canSend() {
        return live != null && live.waiting.size() < MAX_UNANSWERED;
    }

    /**
     * Lets somebody wait for an answer. Any thread.
     *
     * @param asker the loop on which the request goes on; null for any
     */
    Turn turn(@Nullable Context asker, Duration atMost, Runnable then, Counter late) {
        Turn turn = new Turn(asker, then, late);
        Vertx clock = asker == null ? vertx : asker.owner();
        clock.setTimer(atMost.toMillis(), unused -> turn.onNoAnswer());
        return turn;
    }

    /** Runs an action on the link's loop, unless that is closed. Any thread. */
    void execute(Runnable action) {
        // Whoever is closed after it may still have something to tell.
        if (!isClosed) {
            context.runOnContext(unused -> action.run());
        }
    }

    /** Runs an action on the link's loop now and then, with or without a connection, until it is closed. Any thread. */
    void often(Duration period, Runnable action) {
        context.runOnContext(unused -> vertx.setPeriodic(0, period.toMillis(), timer -> {
            if (isClosed) {
                vertx.cancelTimer(timer);
            } else {
                action.run();
            }
        }));
    }

    /** Sends a command. {@code whenAnswered} is called once: with null if there is no telling whether it was carried out. */
    void send(Request request, Consumer<@Nullable Response> whenAnswered) {
        Live now = live;
        if (now == null || now.waiting.size() >= MAX_UNANSWERED) {
            failed.increment();
            whenAnswered.accept(null);
            return;
        }
        now.send(request, whenAnswered);
    }

    private void attempt() {
        if (isClosed) {
            return;
        }
        Redis client = Redis.createClient(vertx, clientOptions());
        Promise<RedisConnection> connected = Promise.promise();
        long millis = patienceMillis();
        long patience = vertx.setTimer(millis, unused -> connected.tryFail("no answer within " + millis + " ms"));
        client.connect()
                .compose(connection -> probe.test(connection).map(connection))
                .onComplete(connection -> connected.tryComplete(connection), failure -> connected.tryFail(failure));
        connected.future().onComplete(done -> {
            vertx.cancelTimer(patience);
            if (done.succeeded() && !isClosed) {
                onConnected(client, done.result());
            } else {
                client.close();
                onNotConnected(done.cause());
            }
        });
    }

    private void onConnected(Redis client, RedisConnection connection) {
        Live now = new Live(client, connection);
        live = now;
        isUp = true;
        pauseMillis = LEAST_PAUSE_MILLIS;
        connection.endHandler(unused -> onLost(now, "closed"));
        connection.exceptionHandler(failure -> onLost(now, reason(failure)));
        now.lookAgain();
        if (isTold) {
            LOG.info("redis.back url={}", options.url());
            isTold = false;
        }
        firstAttempt.tryComplete();
        listeners.forEach(Listener::onBack);
    }

    private void onNotConnected(@Nullable Throwable failure) {
        if (isClosed) {
            return;
        }
        String reason = failure == null ? "closed" : reason(failure);
        if (firstAttempt.tryFail(reason)) {
            // Whoever waits for it tells.
            isTold = true;
        }
        if (!isTold) {
            tell(reason);
        }
        vertx.setTimer(pauseMillis / 2 + random.nextLong(pauseMillis / 2 + 1), unused -> attempt());
        pauseMillis = Math.min(MOST_PAUSE_MILLIS, 2 * pauseMillis);
    }

    private void onLost(Live lost, String reason) {
        if (live != lost) {
            return;
        }
        live = null;
        isUp = false;
        losses.increment();
        tell(reason);
        listeners.forEach(Listener::onLost);
        lost.close();
        onNotConnected(null);
    }

    /** With what lies behind it, as far as TLS and sockets tell: that a handshake has failed says nothing yet. */
    private static String reason(Throwable failure) {
        String first = failure.getMessage();
        String last = null;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            boolean tells = cause instanceof IOException || cause instanceof GeneralSecurityException;
            last = tells && cause.getMessage() != null ? cause.getMessage() : last;
        }
        String message = first == null ? failure.getClass().getSimpleName() : first;
        return last == null || message.contains(last) ? message : message + ": " + last;
    }

    private void tell(String reason) {
        isTold = true;
        LOG.warn("redis.lost url={} reason={}", options.url(), reason.replaceAll("\\p{Cntrl}", " "));
    }

    /** A process that has just begun is slow itself. */
    private long patienceMillis() {
        Duration least = firstAttempt.future().isComplete() ? LEAST_PATIENCE : FIRST_PATIENCE;
        return Math.max(least.toMillis(), options.timeout().toMillis());
    }

    private io.vertx.redis.client.RedisOptions clientOptions() {
        return new io.vertx.redis.client.RedisOptions()
                .setConnectionString(options.url().toString())
                .setUser(options.server().user())
                .setPassword(options.server().password())
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setMaxWaitingHandlers(MAX_UNANSWERED + 16)
                .setPoolCleanerInterval(-1)
                .setNetClientOptions(socketOptions());
    }

    private NetClientOptions socketOptions() {
        NetClientOptions socket =
                new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(Math.toIntExact(patienceMillis()));
        if (options.server().isTls()) {
            socket.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
            Path trust = options.server().trust();
            if (trust != null) {
                socket.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
            }
        }
        return socket;
    }

    /** Says whether a connection can do what it is for. */
    interface Probe {
        Future<Void> test(RedisConnection connection);
    }

    /** Called on the link's loop. */
    interface Listener {
        void onBack();

        void onLost();
    }

    /** A connection that works, as far as is known. */
    private final class Live {

        private final Redis client;
        private final RedisConnection connection;
        private final Pulse pulse = new Pulse(options.timeout().toNanos(), nanoTime.getAsLong());
        /** In the order of the commands, which is that of the answers. */
        private final Queue<Consumer<@Nullable Response>> waiting = new ArrayDeque<>();

        Live(Redis client, RedisConnection connection) {
            this.client = client;
            this.connection = connection;
        }

        void send(Request request, Consumer<@Nullable Response> whenAnswered) {
            waiting.add(whenAnswered);
            pulse.onAsked(nanoTime.getAsLong());
            connection.send(request).onComplete(done -> {
                // What comes after it was given up is not believed.
                if (live != this) {
                    return;
                }
                pulse.onAnswered(nanoTime.getAsLong());
                (done.succeeded() ? answered : failed).increment();
                Consumer<@Nullable Response> first = waiting.poll();
                if (first != null) {
                    first.accept(done.succeeded() ? done.result() : null);
                }
                if (done.failed()) {
                    onLost(this, reason(done.cause()));
                }
            });
        }

        void lookAgain() {
            vertx.setTimer(Math.max(1, pulse.turnNanos() / NANOS_PER_MILLI), unused -> look());
        }

        private void look() {
            if (live != this) {
                return;
            }
            switch (pulse.look(nanoTime.getAsLong())) {
                case LOST ->
                    onLost(this, "no answer within " + options.timeout().toMillis() + " ms");
                case SILENT -> send(Request.cmd(Command.PING), unused -> {});
                case FINE -> {
                    // Nothing to do.
                }
            }
            lookAgain();
        }

        /** Whoever still waits for an answer is told that there is none. */
        void close() {
            client.close();
            while (!waiting.isEmpty()) {
                failed.increment();
                waiting.remove().accept(null);
            }
        }
    }
}
