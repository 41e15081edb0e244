package dev.weir.ingest;

import dev.weir.dialect.Call;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.EventType;
import dev.weir.event.Priority;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.ingest.key.Verified;
import dev.weir.ingest.limit.Refusal;
import dev.weir.ingest.overload.Gate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request to a kept promise, or to a refusal that says why. Safe for many threads; never blocks. */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final IntakeParts parts;

    public Intake(IntakeParts parts) {
        this.parts = parts;
    }

    /** The same, where there is always time. */
    public void accept(IntakeRequest request, Reply.Receiver receiver) {
        accept(request, Gate.OPEN, receiver);
    }

    /**
     * Answers {@code receiver} exactly once.
     *
     * @param gate of the thread that calls
     */
    public void accept(IntakeRequest request, Gate gate, Reply.Receiver receiver) {
        parts.meters().onReceived(request.dialect().label());
        Reply refused = tryAccept(request, gate, receiver);
        if (refused != null) {
            receiver.onReply(refused);
        }
    }

    /** The thread that calls comes to several requests: their events are handed over together. */
    public void beginTurn() {
        parts.journal().beginTurn();
    }

    /** It has come to all of them. To be called soon, whatever went wrong meanwhile. */
    public void endTurn() {
        parts.journal().endTurn();
    }

    /** Sees to it that the request will be answered, or says why not. */
    private @Nullable Reply tryAccept(IntakeRequest request, Gate gate, Reply.Receiver receiver) {
        try {
            Call call = request.dialect().read(request.route(), request.beacon(), request.head());
            IntakeRules rules = parts.rules().get();
            Verified verified = rules.credentials().verify(request.dialect().label(), call.credential());
            Section section = sectionOf(verified);
            if (section != null) {
                receiver.onSection(section, rules.origins());
            }
            Refusal refusal = section == null
                    ? parts.limits().tryTakeUnknown()
                    : parts.limits().tryTake(section);
            if (refusal != null) {
                return limited(request, refusal, receiver);
            }
            if (!(verified instanceof Verified.Known known)) {
                return rejected(
                        request,
                        verified instanceof Verified.Unknown ? call.unknownSection() : call.wrongSecret(),
                        receiver);
            }
            String origin = request.origin();
            if (origin != null && rules.origins().refuses(known.section(), origin)) {
                return rejected(request, foreign(), receiver);
            }
            return new Admission(parts, rules.crawlers(), request, call, known, receiver).tryStart(gate);
        } catch (RejectedException rejected) {
            return rejected(request, rejected, receiver);
        } catch (RuntimeException bug) {
            return rejected(request, internal(request, bug), receiver);
        }
    }

    /**
     * What a request that is not read yet is worth at most, in any section, as far as a glance at its bytes tells; null where it
     * does not.
     */
    public @Nullable Priority worthAtMost(Dialect dialect, Route route, byte[] body) {
        EventType type = dialect.glimpse(route, body);
        return type == null ? null : parts.rules().get().highest(type);
    }

    /**
     * Whose pages send what a browser asks leave to send, as far as the query tells: a public key may stand there. No secret is
     * looked at, since no token is taken.
     *
     * @param beacon what there is of it, without a body
     * @return null where nothing tells
     */
    public @Nullable Section named(Dialect dialect, Route route, Beacon beacon) {
        try {
            Credential shown = dialect.read(route, beacon, Head.EMPTY).credential();
            if (shown instanceof Credential.PublicKey key) {
                return sectionOf(parts.rules()
                        .get()
                        .credentials()
                        .verify(dialect.label(), new Credential.PublicKey(key.id(), null)));
            }
            return null;
        } catch (RejectedException unreadable) {
            return null;
        }
    }

    /** Told of a failure that is ours, once for each request that it cost. */
    static RejectedException internal(IntakeRequest request, RuntimeException bug) {
        LOG.error(
                "intake.bug dialect={} path={}",
                request.dialect().label(),
                request.route().path(),
                bug);
        return new RejectedException(Rejection.INTERNAL, null, "the server failed on this request");
    }

    private static RejectedException foreign() {
        return new RejectedException(
                Rejection.FOREIGN_ORIGIN,
                null,
                "foreign origin (expected: a page of an origin that the section lists)");
    }

    /** Whose token it costs; null for nobody's. */
    private static @Nullable Section sectionOf(Verified verified) {
        if (verified instanceof Verified.Known known) {
            return known.section();
        }
        return verified instanceof Verified.WrongSecret wrong ? wrong.section() : null;
    }

    private Reply limited(IntakeRequest request, Refusal refusal, Reply.Receiver receiver) {
        RejectedException rejected = new RejectedException(
                Rejection.LIMITED,
                null,
                "too many requests for this section (expected: a retry after " + refusal.retryAfterSeconds() + " s)");
        parts.meters().onRejected(request.dialect().label(), Rejection.LIMITED, 1);
        receiver.onRejected(Rejection.LIMITED);
        return Reply.limited(request.rejected(rejected), refusal);
    }

    private Reply rejected(IntakeRequest request, RejectedException rejected, Reply.Receiver receiver) {
        parts.meters().onRejected(request.dialect().label(), rejected.rejection(), 1);
        receiver.onRejected(rejected.rejection());
        return Reply.rejected(request, rejected, null);
    }
}
