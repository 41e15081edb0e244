package dev.weir.relay.sink.http;

import dev.weir.dialect.Inquiry.VendorAnswer;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import dev.weir.upstream.PoolMeters;
import dev.weir.upstream.Transfer;
import dev.weir.upstream.UpstreamClient;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each event to the vendor's server, as the dialect writes it. Requests are made on the relay's thread and handed to
 * one event loop a round at a time; that loop has all connections of this sink.
 */
public final class HttpSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(HttpSink.class);

    /** Beyond it, some requests fail before they are sent, and are made again. */
    private static final int MOST_SIBLINGS = 64;

    private final HttpSinkOptions options;
    private final InstantSource clock;
    private final Vertx vertx;
    private final Context eventLoop;
    private final UpstreamClient client;
    private final Requests requests;
    private boolean isJudgeFaulty;
    private List<Sending> collected = new ArrayList<>();

    private final boolean isSibling;

    private HttpSink(HttpSinkOptions options, Vertx vertx, InstantSource clock, UpstreamClient client) {
        this(options, vertx, clock, client, vertx.getOrCreateContext(), false);
    }

    private HttpSink(
            HttpSinkOptions options,
            Vertx vertx,
            InstantSource clock,
            UpstreamClient client,
            Context eventLoop,
            boolean isSibling) {
        this.options = options;
        this.clock = clock;
        this.vertx = vertx;
        this.eventLoop = eventLoop;
        this.client = client;
        this.isSibling = isSibling;
        this.requests = new Requests(options);
    }

    /** Connects with the first delivery. */
    public static HttpSink open(HttpSinkOptions options, Vertx vertx, InstantSource clock) {
        return new HttpSink(
                options,
                vertx,
                clock,
                UpstreamClient.openShared(vertx, options.upstream(), options.timeout(), options.maxInFlight()));
    }

    /** The same, with its connections in sight. */
    public static HttpSink open(HttpSinkOptions options, Vertx vertx, InstantSource clock, PoolMeters pool) {
        return new HttpSink(
                options,
                vertx,
                clock,
                UpstreamClient.openShared(vertx, options.upstream(), options.timeout(), options.maxInFlight(), pool));
    }

    /**
     * One whose connections others will share: of all their requests no more are with the vendor at once than the options say, and the
     * others wait.
     */
    public static HttpSink openShared(HttpSinkOptions options, Vertx vertx, InstantSource clock, PoolMeters pool) {
        int maxWaiting = MOST_SIBLINGS * options.maxInFlight();
        return new HttpSink(
                options,
                vertx,
                clock,
                UpstreamClient.openShared(
                        vertx, options.upstream(), options.timeout(), options.maxInFlight(), maxWaiting, pool));
    }

    /** Another that is fed by another thread, and shares the connections of this one, which must outlive it. */
    public HttpSink sibling() {
        return new HttpSink(options, vertx, clock, client, eventLoop, true);
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public boolean takes(String dialect) {
        return options.dialects().isEmpty() || options.dialects().contains(dialect);
    }

    @Override
    public Order order() {
        return Order.DEVICE;
    }

    @Override
    public int maxInFlight() {
        return options.maxInFlight();
    }

    @Override
    public int maxBatch(Delivery delivery) {
        return Requests.maxBatch(delivery);
    }

    @Override
    public Object batchKey(Delivery delivery) {
        return Requests.batchKey(delivery);
    }

    @Override
    public void resume(long nextSeq) {
        collected.clear();
    }

    @Override
    public void deliver(List<Delivery> batch, Completion completion) {
        if (Requests.keys(batch.get(0)).isEmpty()) {
            completion.complete(Result.refused(0, "the section has no key of this dialect"));
            return;
        }
        try {
            collected.add(requests.make(batch, completion));
        } catch (RuntimeException e) {
            completion.complete(unsendable(e));
        }
    }

    @Override
    public void flush() {
        if (collected.isEmpty()) {
            return;
        }
        Round round = new Round(collected, vertx);
        collected = new ArrayList<>();
        eventLoop.runOnContext(now -> round.start(options.timeout().toMillis(), this::send, this::expire));
    }

    @Override
    public void close() {
        if (!isSibling) {
            client.close();
        }
    }

    private void send(Round round, int number, Sending sending) {
        try {
            client.send(sending.transfer()).onComplete((answer, failure) -> {
                if (round.onEnd(number)) {
                    sending.completion().complete(result(sending, failure));
                }
            });
        } catch (RuntimeException e) {
            if (round.onEnd(number)) {
                sending.completion().complete(unsendable(e));
            }
        }
    }

    /**
     * The deadline has passed. A connection whose other end has vanished without a word looks just like this, so no more
     * requests go over it; those under way may end.
     */
    private void expire(Sending sending) {
        Transfer transfer = sending.transfer();
        sending.completion()
                .complete(transfer.isSent() ? Result.unknown("timeout") : Result.unprocessed("timeout before sending"));
        transfer.abandon();
        transfer.retireConnection(options.timeout());
    }

    /** An attempt must end, whatever goes wrong in judging its end. */
    private Result result(Sending sending, @Nullable Throwable failure) {
        try {
            Transfer transfer = sending.transfer();
            return failure == null || transfer.isCut()
                    ? answered(sending, transfer)
                    : Verdicts.ofFailure(failure, transfer.isSent(), transfer.isExcluded());
        } catch (RuntimeException e) {
            return Result.unknown(e.getClass().getSimpleName());
        }
    }

    private Result answered(Sending sending, Transfer transfer) {
        int status = transfer.status();
        return switch (Verdicts.outcome(status)) {
            case DELIVERED -> {
                String refusal = sending.dialect().judgesAnswers() ? refusal(sending) : null;
                yield refusal == null ? Result.DELIVERED : Result.refused(status, refusal, text(sending));
            }
            case REFUSED -> Result.refused(status, "status " + status, text(sending));
            case UNPROCESSED, UNKNOWN ->
                Verdicts.ofStatus(status, transfer.header(HttpHeaders.RETRY_AFTER), clock.instant());
        };
    }

    /** A dialect that fails at an answer must not have the same event sent for ever: the vendor has said 2xx. */
    private @Nullable String refusal(Sending sending) {
        Transfer transfer = sending.transfer();
        try {
            return sending.dialect()
                    .refusal(new VendorAnswer(
                            transfer.status(),
                            transfer.header(HttpHeaders.CONTENT_TYPE),
                            transfer.header(HttpHeaders.LOCATION),
                            transfer.answerBody().getBytes()));
        } catch (RuntimeException e) {
            if (!isJudgeFaulty) {
                isJudgeFaulty = true;
                LOG.error(
                        "sink={} dialect={} answer.unreadable",
                        name(),
                        sending.dialect().label(),
                        e);
            }
            return null;
        }
    }

    /** Secrets cannot be found in what is encoded, so none of it is shown. */
    private static String text(Sending sending) {
        Transfer transfer = sending.transfer();
        String encoding = transfer.header(HttpHeaders.CONTENT_ENCODING);
        boolean isPlain =
                encoding == null || encoding.isBlank() || encoding.trim().equalsIgnoreCase("identity");
        return isPlain ? AnswerText.of(transfer.answerBody().getBytes(), sending.secrets()) : "";
    }

    private static Result unsendable(RuntimeException why) {
        return Result.refused(0, "cannot be sent: " + why.getClass().getSimpleName());
    }
}
