package dev.weir.ingest.beacon;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Route;
import dev.weir.event.Rejection;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.Reply;
import dev.weir.ingest.overload.Gate;
import dev.weir.ingest.overload.LoopGate;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What there is no time for: tells the loop's gate of its turns, and refuses what looks as if it were worth little before it is
 * read. Such a refusal is what there is most of then, so that it costs a look at the body's bytes and an answer that is ready.
 * Confined to one event loop.
 */
final class Rush {

    private final Intake intake;
    private final IntakeMeters meters;
    private final LoopGate gate;
    private final Context loop;
    private final EventLoop eventLoop;
    private final Handler<Void> endOfTurn;
    private final Runnable endOfPoll = this::endPoll;
    /** By route; made when first needed. */
    private final Map<Route, Answer> answers = new HashMap<>();

    Rush(Intake intake, IntakeMeters meters, LoopGate gate, Context loop) {
        this.intake = intake;
        this.meters = meters;
        this.gate = gate;
        this.loop = loop;
        this.eventLoop = ((ContextInternal) loop).nettyEventLoop();
        this.endOfTurn = unused -> endTurn();
    }

    /** Of this loop. */
    Gate gate() {
        return gate;
    }

    /** The loop comes to a request, or to its body. Its tasks run when it has come to all that was there: a turn ends with one. */
    void comeTo() {
        if (gate.tryBeginTurn()) {
            loop.runOnContext(endOfTurn);
        }
    }

    private void endTurn() {
        if (gate.endTurn()) {
            poll();
        }
    }

    private void endPoll() {
        if (gate.endPoll()) {
            poll();
        }
    }

    /** A task that is due at once runs after the loop has looked for what sockets have brought, and not waited for it. */
    private void poll() {
        var unused = eventLoop.schedule(endOfPoll, 0, TimeUnit.NANOSECONDS);
    }

    /** Refuses a request whose body is there, if there is no time for its like. */
    boolean tryRefuse(HttpServerRequest request, Routes.Target target, byte[] body, Exchange exchange) {
        if (!intake.isTooMuch(target.dialect(), target.route(), body, gate)) {
            return false;
        }
        exchange.letGo();
        meters.onRefused(target.dialect().label(), Rejection.OVERLOADED);
        Answer answer = answer(target);
        tellWhenToRetry(request);
        Exchange.send(request, answer);
        Sightings.refused(target.sighting(), Rejection.OVERLOADED, answer);
        exchange.endSpan(Rejection.OVERLOADED);
        return true;
    }

    /** Not all at the same time. */
    void tellWhenToRetry(HttpServerRequest request) {
        request.response().headers().set(HttpHeaders.RETRY_AFTER, Long.toString(gate.retryAfterSeconds()));
    }

    private Answer answer(Routes.Target target) {
        Answer answer = answers.get(target.route());
        if (answer == null) {
            answer = target.dialect().rejected(target.route(), Reply.overloaded());
            answers.put(target.route(), answer);
        }
        return answer;
    }
}
