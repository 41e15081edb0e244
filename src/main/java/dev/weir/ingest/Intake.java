package dev.weir.ingest;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.identity.SectionCookie;
import dev.weir.ingest.identity.Visitor;
import dev.weir.ingest.limit.Refusal;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request to a kept promise, or to a refusal that says why. Safe for many threads; never blocks. */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** A full queue or disk is a matter of moments; a second keeps a retry from adding to it. */
    private static final long JOURNAL_RETRY_AFTER_SECONDS = 1;

    private final Sections sections;
    private final SectionLimits limits;
    private final Identities identities;
    private final Journal journal;
    private final IntakeMeters meters;

    public Intake(
            Sections sections, SectionLimits limits, Identities identities, Journal journal, IntakeMeters meters) {
        this.sections = sections;
        this.limits = limits;
        this.identities = identities;
        this.journal = journal;
        this.meters = meters;
    }

    /** Answers {@code receiver} exactly once. */
    public void accept(IntakeRequest request, Reply.Receiver receiver) {
        meters.onReceived(request.dialect().label());
        Reply refused = tryAccept(request, receiver);
        if (refused != null) {
            receiver.onReply(refused);
        }
    }

    /** Hands the event over, which will be answered then; or says why not. */
    private @Nullable Reply tryAccept(IntakeRequest request, Reply.Receiver receiver) {
        try {
            Call call = request.dialect().read(request.route(), request.beacon(), request.head());
            Credential.PublicKey presented = (Credential.PublicKey) call.credential();
            Sections.Keyed keyed = sections.byKey(request.dialect().label(), presented.id());
            Refusal refusal = keyed == null ? limits.tryTakeUnknown() : limits.tryTake(keyed.section());
            if (refusal != null) {
                return limited(request, refusal);
            }
            if (keyed == null) {
                return rejected(request.dialect(), call.unknownSection());
            }
            return append(request, call, keyed, receiver);
        } catch (RejectedException rejected) {
            return rejected(request.dialect(), rejected);
        } catch (RuntimeException bug) {
            Dialect dialect = request.dialect();
            LOG.error(
                    "intake.bug dialect={} path={}",
                    dialect.label(),
                    request.route().path(),
                    bug);
            return rejected(
                    dialect, new RejectedException(Rejection.INTERNAL, null, "the server failed on this request"));
        }
    }

    private @Nullable Reply append(IntakeRequest request, Call call, Sections.Keyed keyed, Reply.Receiver receiver)
            throws RejectedException {
        Section section = keyed.section();
        boolean authenticated = isAuthenticated(keyed.key(), call);
        Part.Meant part = (Part.Meant) call.parts(section).get(0);
        Visitor visitor = identities.resolve(section, part.claim(), request.cookies());
        Envelope envelope = new Envelope(
                request.dialect().label(),
                section.name(),
                part.event().type(),
                visitor.deviceId(),
                visitor.sessionId(),
                visitor.clientSessionId(),
                authenticated ? Envelope.Notes.AUTHENTICATED : Envelope.Notes.NONE,
                request.client(),
                part.beacon());
        // Made before the promise is: what could go wrong must go wrong while it can still be refused.
        Answer answer = call.accepted(section, new Ids(visitor.deviceId(), echoedSessionId(visitor)));
        Reply accepted =
                Reply.accepted(answer, journal.promise(), setCookie(request, call, envelope, section, visitor));
        Journal.Handover handover =
                journal.append(envelope, new Pending(request.dialect(), section.name(), accepted, receiver));
        return handover == Journal.Handover.TAKEN ? null : rejected(request.dialect(), notTaken(handover));
    }

    private Reply limited(IntakeRequest request, Refusal refusal) {
        RejectedException rejected = new RejectedException(
                Rejection.LIMITED,
                null,
                "too many requests for this section (expected: a retry after " + refusal.retryAfterSeconds() + " s)");
        meters.onRejected(request.dialect().label(), Rejection.LIMITED);
        return Reply.limited(request.dialect().rejected(rejected), refusal);
    }

    private Reply rejected(Dialect dialect, RejectedException rejected) {
        meters.onRejected(dialect.label(), rejected.rejection());
        long retryAfterSeconds = rejected.rejection().status() == 503 ? JOURNAL_RETRY_AFTER_SECONDS : 0;
        return Reply.rejected(dialect.rejected(rejected), retryAfterSeconds);
    }

    /** A section without a configured secret takes no secret's word: it is cut out all the same, and proves nothing. */
    private static boolean isAuthenticated(Section.Key key, Call call) throws RejectedException {
        String secret = key.secret();
        String presented = ((Credential.PublicKey) call.credential()).secret();
        if (presented == null || secret == null) {
            return false;
        }
        if (MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8))) {
            return true;
        }
        throw call.wrongSecret();
    }

    private static @Nullable String setCookie(
            IntakeRequest request, Call call, Envelope envelope, Section section, Visitor visitor) {
        String deviceId = visitor.deviceId();
        if (deviceId == null
                || !SectionCookie.isWanted(
                        section,
                        visitor,
                        call.cookieless(),
                        request.fromBrowser(),
                        envelope.notes().authenticated())) {
            return null;
        }
        return SectionCookie.header(section, deviceId);
    }

    private static RejectedException notTaken(Journal.Handover handover) {
        return switch (handover) {
            case QUEUE_FULL ->
                new RejectedException(
                        Rejection.JOURNAL_QUEUE_FULL, null, "more events wait for the disk than may wait");
            case DISK_FULL ->
                new RejectedException(Rejection.JOURNAL_DISK_FULL, null, "the journal's disk space is used up");
            case FAILED -> new RejectedException(Rejection.JOURNAL_FAILED, null, "the journal cannot be written");
            case CLOSED -> new RejectedException(Rejection.DRAINING, null, "the server is about to stop");
            case TAKEN -> throw new IllegalStateException("an event that was taken is not refused");
        };
    }

    private static RejectedException notKept(Journal.Failure why) {
        return switch (why) {
            case DISK_FULL -> notTaken(Journal.Handover.DISK_FULL);
            case FAILED -> notTaken(Journal.Handover.FAILED);
            case CLOSED -> notTaken(Journal.Handover.CLOSED);
            case TOO_LARGE ->
                new RejectedException(
                        Rejection.BODY_TOO_LARGE, null, "the event is larger than a journal record may be");
        };
    }

    /** A client that made a session id of its own must get that one back, or it would keep two (wire-facts 1.3). */
    private static @Nullable String echoedSessionId(Visitor visitor) {
        String presented = visitor.clientSessionId();
        return presented == null ? visitor.sessionId() : presented;
    }

    /** An event whose promise is not kept yet. */
    private final class Pending implements Journal.Ack {
        private final Dialect dialect;
        private final String section;
        private final Reply accepted;
        private final Reply.Receiver receiver;

        Pending(Dialect dialect, String section, Reply accepted, Reply.Receiver receiver) {
            this.dialect = dialect;
            this.section = section;
            this.accepted = accepted;
            this.receiver = receiver;
        }

        @Override
        public void onKept(long seq) {
            meters.onAccepted(dialect.label(), section);
            receiver.onReply(accepted);
        }

        @Override
        public void onFailed(Journal.Failure why) {
            receiver.onReply(rejected(dialect, notKept(why)));
        }
    }
}
