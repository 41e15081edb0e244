package dev.weir.ingest.beacon;

import dev.weir.connection.ClientRest;
import dev.weir.connection.NextTurn;
import dev.weir.dialect.Answer;
import dev.weir.dialect.Route;
import dev.weir.event.Priority;
import dev.weir.event.Rejection;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.Reply;
import dev.weir.ingest.overload.Gate;
import dev.weir.ingest.overload.LoopGate;
import dev.weir.ingest.overload.WaitingRoom;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What there is no time for: tells the loop's gate of its turns, and has what looks as if it were worth little wait before it is
 * read, or refuses it. Of that there is most then, so that it costs a look at the body's bytes, and a refusal an answer that is
 * ready. Confined to one event loop.
 */
final class Rush {

    private final Intake intake;
    private final IntakeMeters meters;
    private final LoopGate gate;
    private final WaitingRoom room;
    private final Callers callers;
    private final Taker taker;
    private final ContextInternal loop;
    private final EventLoop eventLoop;
    private final TurnsTogether together;
    private final Handler<Void> endOfTurn;
    private final Runnable endOfPoll = this::endPoll;
    private final Runnable serveWaiting = this::serveWaiting;
    private boolean isInTurn;
    /** Whether this turn is the gate's as well: what else listens on the loop may have begun that. */
    private boolean isMeasured;

    /** By route; made when first needed. */
    private final Map<Route, Answer> answers = new HashMap<>();

    /** @param taker takes what was put off and may go on now */
    Rush(Intake intake, IntakeMeters meters, LoopGate gate, Context loop, Callers callers, Taker taker) {
        this.callers = callers;
        this.intake = intake;
        this.meters = meters;
        this.gate = gate;
        this.room = gate.waitingRoom();
        this.taker = taker;
        this.loop = (ContextInternal) loop;
        this.eventLoop = this.loop.nettyEventLoop();
        this.together = new TurnsTogether(intake::beginTurn, intake::endTurn, look -> NextTurn.begin(eventLoop, look));
        this.endOfTurn = unused -> endTurn();
    }

    /** Of this loop. */
    Gate gate() {
        return gate;
    }

    /** The loop comes to a request, or to its body. Its tasks run when it has come to all that was there: a turn ends with one. */
    void comeTo() {
        // Fast path: most requests of a busy loop are not the first of their turn.
        if (!isInTurn) {
            isInTurn = true;
            together.beginTurn();
            isMeasured = gate.tryBeginTurn();
            loop.runOnContext(endOfTurn);
        }
    }

    private void endTurn() {
        isInTurn = false;
        together.endTurn();
        if (isMeasured && gate.endTurn()) {
            NextTurn.begin(eventLoop, endOfPoll);
        }
    }

    private void endPoll() {
        if (gate.endPoll()) {
            NextTurn.begin(eventLoop, endOfPoll);
        }
    }

    /** Has a request whose body is there wait, or refuses it, where there are others that are worth more. */
    boolean tryPutOff(HttpServerRequest request, Routes.Target target, byte[] body, Exchange exchange) {
        // Fast path: there is time.
        if (!gate.isStrained()) {
            return false;
        }
        Priority worth = intake.worthAtMost(target.dialect(), target.route(), body);
        if (worth == null) {
            return false;
        }
        LoopGate.Sight sight = gate.atSight(worth);
        switch (sight) {
            case WAIT -> letWait(new PutOff(request, target, body, exchange));
            case REFUSE -> refuse(request, target, exchange);
            case TAKE -> {
                // As if there were time.
            }
        }
        return sight != LoopGate.Sight.TAKE;
    }

    private void letWait(PutOff request) {
        if (!room.tryEnter(request)) {
            letRest(request.request.connection());
        } else if (room.tryBegin()) {
            NextTurn.begin(eventLoop, serveWaiting);
        }
    }

    /** Or a crowd that is told to come back later, and comes at once, would leave no time for who waits; not a proxy, whose crowd has others in it. */
    private void letRest(HttpConnection client) {
        if (client instanceof ConnectionBase known && !callers.isTrusted(client)) {
            ClientRest.begin(known.channel());
        }
    }

    private void serveWaiting() {
        intake.beginTurn();
        long delayNanos = room.serve();
        intake.endTurn();
        if (delayNanos >= 0) {
            var unused = eventLoop.schedule(serveWaiting, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void refuse(HttpServerRequest request, Routes.Target target, Exchange exchange) {
        exchange.letGo();
        meters.onRefused(target.dialect().label(), Rejection.OVERLOADED);
        Answer answer = answer(target);
        tellWhenToRetry(request);
        Exchange.send(request, answer);
        Sightings.refused(target.sighting(), Rejection.OVERLOADED, answer);
        exchange.endSpan(Rejection.OVERLOADED);
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

    /** Takes a request whose body is there. */
    interface Taker {
        void take(HttpServerRequest request, Routes.Target target, byte[] body, Exchange exchange);
    }

    private final class PutOff implements WaitingRoom.Request {
        private final HttpServerRequest request;
        private final Routes.Target target;
        private final byte[] body;
        private final Exchange exchange;

        private PutOff(HttpServerRequest request, Routes.Target target, byte[] body, Exchange exchange) {
            this.request = request;
            this.target = target;
            this.body = body;
            this.exchange = exchange;
        }

        @Override
        public void serve() {
            try {
                taker.take(request, target, body, exchange);
            } catch (RuntimeException bug) {
                // As if a handler had failed, and the others that wait go on.
                exchange.fail();
                loop.reportException(bug);
            }
        }

        @Override
        public void refuse() {
            Rush.this.refuse(request, target, exchange);
        }
    }
}
