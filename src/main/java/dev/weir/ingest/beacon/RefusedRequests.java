package dev.weir.ingest.beacon;

import dev.weir.connection.ConnectionBounds;
import dev.weir.dialect.Answer;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.ingest.IntakeMeters;
import dev.weir.live.Sighting;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Answers requests that are refused, counts them, and sees to what is left of their bodies. Confined to one event loop. */
final class RefusedRequests {

    private final IntakeMeters meters;
    private final BodyDeadlines deadlines;
    private final Vertx vertx;

    RefusedRequests(IntakeMeters meters, BodyDeadlines deadlines, Vertx vertx) {
        this.meters = meters;
        this.deadlines = deadlines;
        this.vertx = vertx;
    }

    /** Answers without having read the body, and keeps the connection if what is left of it is small. */
    void refuse(HttpServerRequest request, Routes.Target target, RejectedException rejected) {
        discardBody(request);
        answer(request, target, rejected);
    }

    /** The same, where the body is read, or will be. */
    void answer(HttpServerRequest request, Routes.Target target, RejectedException rejected) {
        meters.onRefused(target.dialect().label(), rejected.rejection());
        Answer answer = target.dialect().rejected(target.route(), rejected);
        Exchange.send(request, answer);
        Sightings.refused(target.sighting(), rejected.rejection(), answer);
    }

    /** As the first, where no dialect is to be found. */
    void refuse(HttpServerRequest request, @Nullable Sighting sighting, Rejection rejection, Answer answer) {
        meters.onRefused(IntakeMeters.NO_DIALECT, rejection);
        discardBody(request);
        Exchange.send(request, answer);
        Sightings.refused(sighting, rejection, answer);
    }

    /** Reads what is left of a body that nobody wants. */
    void discardBody(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        if (request.version() != HttpVersion.HTTP_2
                && (DeclaredBody.waitsForContinue(request)
                        || DeclaredBody.length(request.headers()) > ConnectionBounds.MAX_DISCARDED_BYTES)) {
            // The client may or may not send the body after this answer: only a closed connection is unambiguous.
            giveUp(request);
        } else {
            BodyReader.discard(request, deadlines);
        }
    }

    /** Closes the connection once the answer is sent; of an HTTP/2 connection, which others share, only the stream ends. */
    void giveUp(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            BodyReader.discard(request, deadlines);
        } else {
            request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            BodyReader.linger(request, deadlines, vertx);
        }
    }
}
