package dev.weir.proxy;

import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Inquiry.Absence;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.trace.Tracing;
import dev.weir.upstream.UpstreamOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the vendors over HTTP. Safe for many threads; a caller on an event loop gets its answers there. */
public final class HttpUpstreams implements Upstreams, AutoCloseable {

    /** The upstream tag of questions for which the section has no upstream. */
    private static final String NONE = "none";

    private final Map<String, Upstream> upstreams = new HashMap<>();
    private final PageTimers unasked;
    private final Vertx vertx;
    private final LongSupplier nanoTime;
    private final Context home;

    private HttpUpstreams(
            Collection<UpstreamOptions> servers,
            ProxyOptions options,
            Vertx vertx,
            LongSupplier nanoTime,
            MeterRegistry registry,
            Tracing tracing) {
        this.vertx = vertx;
        this.nanoTime = nanoTime;
        this.home = vertx.getOrCreateContext();
        this.unasked = new PageTimers(registry, NONE);
        AnswerCache cache = new AnswerCache(options.cacheBytes(), nanoTime);
        for (UpstreamOptions server : servers) {
            upstreams.put(server.name(), new Upstream(server, options, cache, vertx, nanoTime, registry, tracing));
        }
    }

    /**
     * Connects with the first question.
     *
     * @param servers known to sections by their names; their own numbers of connections are the sinks', and not used
     * @param nanoTime elapsed time, by which kept answers age
     * @param tracing of the calls, for pages whose request is traced
     */
    public static HttpUpstreams open(
            Collection<UpstreamOptions> servers,
            ProxyOptions options,
            Vertx vertx,
            LongSupplier nanoTime,
            MeterRegistry registry,
            Tracing tracing) {
        return new HttpUpstreams(servers, options, vertx, nanoTime, registry, tracing);
    }

    /**
     * Loads and tries what asking needs, over the loopback, so that the first page waits no longer than others. Takes a second
     * or two on a cold machine; to be completed before pages are let in.
     */
    public Future<Void> warmUp() {
        return upstreams.isEmpty() ? Future.succeededFuture() : new Rehearsal(vertx, home, nanoTime).run();
    }

    @Override
    public boolean has(Section section, String dialect) {
        return upstream(section.upstreams().get(dialect)) != null;
    }

    @Override
    public void ask(
            Section section, String dialect, Inquiry.OfVendor inquiry, Envelope.Client client, Receiver receiver) {
        Section.Upstream settings = section.upstreams().get(dialect);
        Upstream upstream = upstream(settings);
        if (settings == null || upstream == null) {
            Page page = new Page(
                    inquiry, receiver, (asked, ending, absence) -> unasked.record(asked.routePath(), absence, 0));
            page.end(Ending.without(Absence.NO_UPSTREAM));
            return;
        }
        Upstream.Terms terms = new Upstream.Terms(section.name(), settings.deadlineOf(inquiry.routePath()));
        upstream.ask(inquiry, terms, client, receiver, home);
    }

    /** Pages that still wait get their fallback. */
    @Override
    public void close() {
        upstreams.values().forEach(Upstream::close);
    }

    private @Nullable Upstream upstream(Section.@Nullable Upstream settings) {
        return settings == null ? null : upstreams.get(settings.sink());
    }
}
