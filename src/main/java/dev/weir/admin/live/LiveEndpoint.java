package dev.weir.admin.live;

import dev.weir.admin.AdminAnswer;
import dev.weir.admin.StreamEndpoint;
import dev.weir.live.LiveFilter;
import dev.weir.live.LiveLog;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/live}: reads the filters, and begins a stream; HEAD tells what GET would. Safe for many event loops. */
public final class LiveEndpoint {

    private static final String AFTER = "after";
    private static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("last-event-id");
    /** By then one that does not read any more has been sent away. */
    private static final String RETRY_SECONDS = "60";
    /** Nothing of what was before. */
    private static final long FROM_NOW_ON = -1;

    private final LiveLog log;
    private final Supplier<? extends Collection<String>> sections;
    private final Collection<String> dialects;
    private final Vertx vertx;

    /** @param sections the names of those that are configured now */
    public LiveEndpoint(
            LiveLog log, Supplier<? extends Collection<String>> sections, Collection<String> dialects, Vertx vertx) {
        this.log = log;
        this.sections = sections;
        this.dialects = List.copyOf(dialects);
        this.vertx = vertx;
    }

    public StreamEndpoint endpoint() {
        return new StreamEndpoint("/api/live", this::open);
    }

    private void open(HttpServerRequest request) {
        LiveFilter filter;
        long after;
        try {
            Map<String, String> values = values(request.params());
            String inQuery = values.remove(AFTER);
            // EventSource sends the header with every attempt but the first, and the same query with each.
            String inHeader = request.getHeader(LAST_EVENT_ID);
            after = after(inHeader == null ? inQuery : inHeader);
            filter = LiveFilter.of(values, sections.get(), dialects);
        } catch (IllegalArgumentException wrong) {
            refuse(request, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        if (HttpMethod.HEAD.equals(request.method())) {
            LiveStream.putHeaders(request.response());
            request.response().end();
        } else if (!LiveStream.tryBegin(request.response(), log, filter, after, vertx)) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            refuse(request, 503, "too many look at the live log (expected: at most " + log.maxWatchers() + " at once)");
        }
    }

    private static Map<String, String> values(MultiMap parameters) {
        Map<String, String> values = new TreeMap<>();
        for (String name : parameters.names()) {
            List<String> given = parameters.getAll(name);
            if (given.size() > 1) {
                throw new IllegalArgumentException("a filter is there twice (expected: each at most once)");
            }
            values.put(name, given.get(0));
        }
        return values;
    }

    private static long after(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            return FROM_NOW_ON;
        }
        try {
            return Math.max(0, Long.parseLong(id));
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException("Last-Event-ID or after: no id (expected: a number)", unreadable);
        }
    }

    private static void refuse(HttpServerRequest request, int status, String message) {
        AdminAnswer answer = AdminAnswer.error(status, message);
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
        } else {
            response.end(answer.body());
        }
    }
}
