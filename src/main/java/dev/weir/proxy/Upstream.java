package dev.weir.proxy;

import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.VendorAnswer;
import dev.weir.dialect.Outbound;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.proxy.Upstreams.Receiver;
import dev.weir.trace.Tracing;
import dev.weir.upstream.PoolMeters;
import dev.weir.upstream.UpstreamOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One vendor's server, as pages see it: what is asked of it, by how many, over which connections. Safe for many threads. */
final class Upstream {

    /** Calls that nobody waits for any more may stand in the queue for a connection for as long again as they had. */
    private static final int QUEUE_FACTOR = 4;

    private final UpstreamOptions options;
    private final ProxyOptions bounds;
    private final Vertx vertx;
    private final LongSupplier nanoTime;
    private final CallSpans spans;
    private final PageTimers timers;
    private final UpstreamMeters meters;
    private final PoolMeters pool;
    private final Condition condition;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Thread, Line> lines = new ConcurrentHashMap<>();
    private final Map<Fingerprint, Flight> flights = new ConcurrentHashMap<>();
    private final AnswerCache cache;
    private final Flight.Tower tower = new Count();
    private volatile boolean isClosed;

    Upstream(
            UpstreamOptions options,
            ProxyOptions bounds,
            AnswerCache cache,
            Vertx vertx,
            LongSupplier nanoTime,
            MeterRegistry registry,
            Tracing tracing) {
        this.spans = new CallSpans(tracing, options.name());
        this.options = options.withConnections(bounds.connections());
        this.bounds = bounds;
        this.cache = cache;
        this.vertx = vertx;
        this.nanoTime = nanoTime;
        this.timers = new PageTimers(registry, options.name());
        this.meters = new UpstreamMeters(registry, options.name(), inFlight::get, waiting::get);
        this.pool = PoolMeters.of(registry, options.name(), "page");
        this.condition = new Condition(options.name());
    }

    /** @param home the event loop for callers that are on none */
    void ask(Inquiry.OfVendor inquiry, Terms terms, Envelope.Client client, Receiver receiver, Context home) {
        long askedNanos = nanoTime.getAsLong();
        AnswerCache.Key key = key(inquiry, terms.section());
        VendorAnswer kept = key == null ? null : find(key);
        if (kept != null) {
            new Page(inquiry, receiver, (asked, ending, absence) -> {}).end(Ending.again(kept));
            return;
        }
        Question question;
        Fingerprint fingerprint;
        try {
            Outbound outbound = inquiry.request();
            question = Question.of(options.pathPrefix(), outbound, client);
            fingerprint = mayShare(inquiry) ? Fingerprint.of(outbound) : null;
        } catch (RejectedException unaskable) {
            receiver.onRejected(unaskable);
            return;
        }
        Page page =
                new Page(inquiry, receiver, (asked, ending, absence) -> onEnd(asked, ending, absence, askedNanos, key));
        if (waiting.incrementAndGet() > bounds.maxWaiting()) {
            page.end(Ending.without(Absence.BUSY));
        } else if (isOnEventLoop()) {
            begin(page, question, fingerprint, terms.deadline().toMillis());
        } else {
            home.runOnContext(now -> begin(page, question, fingerprint, left(terms.deadline(), askedNanos)));
        }
    }

    void close() {
        isClosed = true;
        lines.values().forEach(Line::close);
    }

    private AnswerCache.@Nullable Key key(Inquiry.OfVendor inquiry, String section) {
        String text = inquiry.carriesEvents() ? null : inquiry.cacheKey();
        return text == null ? null : new AnswerCache.Key(section, options.name(), text);
    }

    private @Nullable VendorAnswer find(AnswerCache.Key key) {
        VendorAnswer kept = cache.find(key);
        if (kept == null) {
            meters.onMiss();
        } else {
            meters.onHit();
        }
        return kept;
    }

    /** The vendor must get each request that tells it of an event. */
    private static boolean mayShare(Inquiry.OfVendor inquiry) {
        return inquiry.isShareable() && !inquiry.carriesEvents();
    }

    private boolean isOnEventLoop() {
        if (!Context.isOnEventLoopThread()) {
            return false;
        }
        Context current = Vertx.currentContext();
        return current != null && current.owner() == vertx;
    }

    private long left(Duration deadline, long askedNanos) {
        return deadline.toMillis() - TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - askedNanos);
    }

    private void begin(Page page, Question question, @Nullable Fingerprint fingerprint, long millis) {
        page.await(vertx, millis);
        if (isClosed) {
            page.end(Ending.without(Absence.UNREACHABLE));
            return;
        }
        Flight flight;
        try {
            flight = flightFor(page, question, fingerprint);
        } catch (RuntimeException failure) {
            // The page must be told once, and its timer is running: not by whoever asked.
            page.end(Ending.without(Absence.UNREACHABLE));
            return;
        }
        if (flight == null) {
            page.end(Ending.without(Absence.BUSY));
            return;
        }
        page.board(flight);
        if (flight.isOf(page)) {
            flight.start(patience(millis, fingerprint));
        } else {
            meters.onShared();
        }
    }

    private @Nullable Flight flightFor(Page page, Question question, @Nullable Fingerprint fingerprint) {
        return fingerprint == null
                ? takeOff(page, question, null)
                : flights.compute(
                        fingerprint,
                        (alike, underWay) ->
                                underWay != null && underWay.join(page) ? underWay : takeOff(page, question, alike));
    }

    /**
     * How long a call may wait for a connection: until its last page has certainly left. Later than the page's own deadline,
     * which must be the first to fire; whoever joins at the last moment waits for as long again.
     */
    private static long patience(long millis, @Nullable Fingerprint fingerprint) {
        return 1 + (fingerprint == null ? millis : 2 * millis);
    }

    /** Null if too many are in the air. */
    private @Nullable Flight takeOff(Page page, Question question, @Nullable Fingerprint fingerprint) {
        if (inFlight.incrementAndGet() > bounds.maxInFlight()) {
            inFlight.decrementAndGet();
            return null;
        }
        try {
            Line line = lines.computeIfAbsent(
                    Thread.currentThread(),
                    loop -> new Line(vertx, options, QUEUE_FACTOR * bounds.maxInFlight(), nanoTime, pool));
            return new Flight(
                    page,
                    fingerprint,
                    question,
                    line,
                    vertx.getOrCreateContext(),
                    bounds.maxAnswerBytes(),
                    spans,
                    tower);
        } catch (RuntimeException failure) {
            inFlight.decrementAndGet();
            throw failure;
        }
    }

    private void onEnd(
            Inquiry.OfVendor inquiry,
            Ending ending,
            @Nullable Absence absence,
            long askedNanos,
            AnswerCache.@Nullable Key key) {
        long now = nanoTime.getAsLong();
        waiting.decrementAndGet();
        timers.record(inquiry.routePath(), absence, now - askedNanos);
        if (absence == null) {
            condition.onAnswered(now);
            keep(key, ending);
        } else if (isFault(ending, absence)) {
            condition.onFailure(absence, now);
        }
    }

    /** What the dialect made nothing of is not worth keeping, so this is asked when the page has its answer. */
    private void keep(AnswerCache.@Nullable Key key, Ending ending) {
        if (key != null && ending.answer() != null && ending.keepSeconds() > 0) {
            cache.keep(key, ending.answer(), ending.keepSeconds());
        }
    }

    /** A 404 says something of the visitor's question, and nothing of the vendor. */
    private static boolean isFault(Ending ending, Absence absence) {
        if (absence != Absence.STATUS || ending.answer() == null) {
            return true;
        }
        int status = ending.answer().status();
        return status >= 500 || status == 429;
    }

    /** What the section allows. */
    record Terms(String section, Duration deadline) {}

    private final class Count implements Flight.Tower {
        @Override
        public void onClosed(Flight flight) {
            if (flight.fingerprint() != null) {
                flights.remove(flight.fingerprint(), flight);
            }
        }

        @Override
        public void onLanded(Flight flight) {
            onClosed(flight);
            inFlight.decrementAndGet();
        }
    }
}
