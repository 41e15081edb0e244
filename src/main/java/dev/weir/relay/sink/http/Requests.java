package dev.weir.relay.sink.http;

import dev.weir.dialect.Bulk;
import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.upstream.HeaderText;
import dev.weir.upstream.RequestNames;
import dev.weir.upstream.Transfer;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the request for one event, or for several that share one. Confined to the relay's thread of the sink. */
final class Requests {

    /** What a dialect is shown of an answer at most. */
    private static final int MAX_JUDGED_BYTES = 64 << 10;

    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");
    private static final CharSequence EVENT_KEYS = HttpHeaders.createOptimized("weir-event-keys");
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence OURSELVES = HttpHeaders.createOptimized("weir");
    private static final Map<String, HttpMethod> METHODS =
            Map.of("GET", HttpMethod.GET, "POST", HttpMethod.POST, "DELETE", HttpMethod.DELETE);

    private static final Transfer.Keeping REFUSALS =
            status -> Verdicts.outcome(status) == Outcome.REFUSED ? AnswerText.MAX_BYTES : 0;
    private static final Transfer.Keeping JUDGED =
            status -> Verdicts.outcome(status) == Outcome.DELIVERED ? MAX_JUDGED_BYTES : REFUSALS.bytes(status);

    private final HttpSinkOptions options;
    private final String pathPrefix;

    Requests(HttpSinkOptions options) {
        this.options = options;
        this.pathPrefix = options.upstream().pathPrefix();
    }

    /** As many as the vendor takes in one request, and as the header with their keys has room for. */
    static int maxBatch(Delivery delivery) {
        Bulk bulk = delivery.dialect().bulk();
        return bulk == null ? 1 : Math.min(bulk.maxEvents(), EventKeys.room(delivery));
    }

    /** Events share a request within a dialect, with the same credentials: a reload may have brought others. */
    static Object batchKey(Delivery delivery) {
        Object key = bulk(delivery).key(delivery.envelope());
        return new Likeness(delivery.dialect().label(), keys(delivery), key);
    }

    /** The section's keys in the delivery's dialect. */
    static List<Section.Key> keys(Delivery delivery) {
        return delivery.section().keys().getOrDefault(delivery.dialect().label(), List.of());
    }

    /** @throws RuntimeException if it cannot be made */
    Sending make(List<Delivery> batch, Completion completion) {
        Delivery first = batch.get(0);
        Outbound outbound = outbound(batch);
        Beacon beacon = outbound.beacon();
        HttpMethod method = METHODS.get(beacon.method());
        if (method == null) {
            throw new IllegalArgumentException("method");
        }
        String path = pathPrefix + beacon.path();
        String uri = beacon.query().isEmpty() ? path : path + "?" + beacon.query();
        Buffer body = beacon.body().length == 0 ? null : Buffer.buffer(beacon.body());
        Transfer transfer = Transfer.ofEvent(
                method,
                uri,
                headers(batch, outbound),
                body,
                options.maxAnswerBytes(),
                first.dialect().judgesAnswers() ? JUDGED : REFUSALS);
        return new Sending(transfer, first, outbound.authorization(), completion);
    }

    private Outbound outbound(List<Delivery> batch) {
        Delivery first = batch.get(0);
        if (batch.size() == 1) {
            return outbound(first);
        }
        List<Outbound> singles = new ArrayList<>(batch.size());
        for (Delivery delivery : batch) {
            singles.add(outbound(delivery));
        }
        return bulk(first).join(singles);
    }

    /** The one place where what goes out is made of what was kept. */
    private Outbound outbound(Delivery delivery) {
        return switch (options.encoding()) {
            case ORIGINAL -> delivery.dialect().outbound(delivery.envelope(), delivery.timeMillis(), keys(delivery));
            case MODEL -> delivery.dialect().reencoded(delivery.envelope(), delivery.timeMillis(), keys(delivery));
        };
    }

    private static Bulk bulk(Delivery delivery) {
        Bulk bulk = delivery.dialect().bulk();
        if (bulk == null) {
            throw new IllegalStateException("the dialect has no form for several events");
        }
        return bulk;
    }

    private static MultiMap headers(List<Delivery> batch, Outbound outbound) {
        MultiMap headers = HttpHeaders.headers();
        headers.set(HttpHeaders.ACCEPT, JSON);
        if (batch.size() == 1) {
            headers.set(IDEMPOTENCY_KEY, batch.get(0).idempotencyKey());
        } else {
            String list = EventKeys.list(batch);
            headers.set(IDEMPOTENCY_KEY, EventKeys.ofBatch(list));
            headers.set(EVENT_KEYS, list);
        }
        String contentType = outbound.contentType();
        if (contentType != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        }
        String authorization = outbound.authorization();
        if (authorization != null) {
            headers.set(HttpHeaders.AUTHORIZATION, authorization);
        }
        addClient(headers, client(batch));
        return headers;
    }

    /** Who the visitor is, in the spelling of proxies; what fits into no header is left out. */
    private static void addClient(MultiMap headers, Envelope.Client client) {
        String address = client.address();
        if (HeaderText.fits(address)) {
            headers.set(FORWARDED_FOR, address);
        }
        String userAgent = client.userAgent();
        headers.set(HttpHeaders.USER_AGENT, HeaderText.fits(userAgent) ? userAgent : OURSELVES);
        RequestNames.add(headers, client);
    }

    /** Whom all of these are of, as far as they agree. */
    private static Envelope.Client client(List<Delivery> batch) {
        Envelope.Client client = ofAttempt(batch.get(0));
        for (int i = 1; i < batch.size(); i++) {
            Envelope.Client other = ofAttempt(batch.get(i));
            client = new Envelope.Client(
                    same(client.address(), other.address()),
                    same(client.userAgent(), other.userAgent()),
                    null,
                    same(client.requestId(), other.requestId()),
                    same(client.traceparent(), other.traceparent()));
        }
        return client;
    }

    /** What is known of the client, and of the trace as far as this attempt has got in it. */
    private static Envelope.Client ofAttempt(Delivery delivery) {
        Envelope.Client client = delivery.envelope().client();
        String traceparent = delivery.traceparent();
        // Fast path: it has no trace, or the attempt no place of its own in it.
        return Objects.equals(traceparent, client.traceparent())
                ? client
                : new Envelope.Client(
                        client.address(), client.userAgent(), client.referrer(), client.requestId(), traceparent);
    }

    private static @Nullable String same(@Nullable String one, @Nullable String other) {
        return Objects.equals(one, other) ? one : null;
    }

    /** What events must have in common to share a request. */
    private record Likeness(String dialect, List<Section.Key> keys, Object key) {}
}
