package dev.weir.ingest.beacon;

import dev.weir.connection.ClosingAnswer;
import dev.weir.connection.Fault;
import dev.weir.connection.Refusals;
import dev.weir.dialect.Answer;
import dev.weir.event.Rejection;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.client.IpAddress;
import dev.weir.ingest.origin.OriginTable;
import dev.weir.live.LiveLog;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is told, counted and shown of requests that are refused before they are read. Safe for many threads. */
public final class UnreadRequests implements Refusals {

    private final IntakeMeters meters;
    private final Supplier<OriginTable> origins;
    private final LiveLog live;

    public UnreadRequests(IntakeMeters meters, Supplier<OriginTable> origins, LiveLog live) {
        this.meters = meters;
        this.origins = origins;
        this.live = live;
    }

    @Override
    public ClosingAnswer answer(Fault fault, Unread request) {
        Rejection rejection = rejection(fault);
        Answer answer = answer(fault);
        meters.onRefused(IntakeMeters.NO_DIALECT, rejection);
        if (live.isWatched()) {
            Sightings.refused(
                    live.begin(Sightings.HIDDEN, Sightings.HIDDEN, network(request.client())), rejection, answer);
        }
        return new ClosingAnswer(answer.status(), CrossOrigin.fields(request.origin(), origins.get()), answer.body());
    }

    private static Rejection rejection(Fault fault) {
        return switch (fault) {
            case MALFORMED -> Rejection.MALFORMED_REQUEST;
            case SLOW_HEAD -> Rejection.SLOW_HEAD;
            case SLOW_BODY -> Rejection.SLOW_BODY;
            case BODY_TOO_LARGE -> Rejection.BODY_TOO_LARGE;
            case URI_TOO_LONG -> Rejection.URI_TOO_LONG;
            case HEADERS_TOO_LARGE, TOO_MANY_FIELDS -> Rejection.HEADERS_TOO_LARGE;
            case NOT_IMPLEMENTED -> Rejection.NOT_IMPLEMENTED;
            case HTTP_VERSION -> Rejection.HTTP_VERSION;
        };
    }

    private static Answer answer(Fault fault) {
        return switch (fault) {
            case MALFORMED -> PlainAnswers.MALFORMED;
            case SLOW_HEAD -> PlainAnswers.SLOW_HEAD;
            case SLOW_BODY -> PlainAnswers.SLOW_BODY;
            case BODY_TOO_LARGE -> PlainAnswers.BODY_TOO_LARGE;
            case URI_TOO_LONG -> PlainAnswers.URI_TOO_LONG;
            case HEADERS_TOO_LARGE -> PlainAnswers.HEADERS_TOO_LARGE;
            case TOO_MANY_FIELDS -> PlainAnswers.TOO_MANY_FIELDS;
            case NOT_IMPLEMENTED -> PlainAnswers.NOT_IMPLEMENTED;
            case HTTP_VERSION -> PlainAnswers.HTTP_VERSION;
        };
    }

    /** Whose it is behind a proxy is not known before the head is read: there it is the proxy's. */
    private static @Nullable String network(@Nullable SocketAddress client) {
        if (!(client instanceof InetSocketAddress remote) || remote.getAddress() == null) {
            return null;
        }
        IpAddress address = IpAddress.ofSocket(remote.getAddress().getHostAddress());
        return address == null ? null : address.network();
    }
}
