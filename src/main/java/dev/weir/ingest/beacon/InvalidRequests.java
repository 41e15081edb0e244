package dev.weir.ingest.beacon;

import dev.weir.dialect.Answer;
import dev.weir.event.Rejection;
import dev.weir.ingest.IntakeMeters;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Answers what is no HTTP/1.1 request by RFC 9112, and closes: what follows on that connection cannot be told apart. */
final class InvalidRequests implements Handler<HttpServerRequest> {

    private final IntakeMeters meters;
    private final BodyDeadlines deadlines;
    private final CrossOrigin crossOrigin;
    private final Sightings sightings;
    private final Vertx vertx;

    InvalidRequests(
            IntakeMeters meters, BodyDeadlines deadlines, CrossOrigin crossOrigin, Sightings sightings, Vertx vertx) {
        this.meters = meters;
        this.crossOrigin = crossOrigin;
        this.deadlines = deadlines;
        this.sightings = sightings;
        this.vertx = vertx;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            answer(request, Rejection.URI_TOO_LONG, PlainAnswers.URI_TOO_LONG);
        } else if (cause instanceof TooLongHttpHeaderException) {
            answer(request, Rejection.HEADERS_TOO_LARGE, PlainAnswers.HEADERS_TOO_LARGE);
        } else {
            answer(request, Rejection.MALFORMED_REQUEST, PlainAnswers.MALFORMED);
        }
    }

    private void answer(HttpServerRequest request, Rejection rejection, Answer answer) {
        meters.onRefused(IntakeMeters.NO_DIALECT, rejection);
        // As far as the head was read.
        crossOrigin.open(request);
        request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Exchange.send(request, answer);
        BodyReader.linger(request, deadlines, vertx);
        sightings.refusedUnread(request, rejection, answer);
    }
}
