package dev.weir.ingest;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Part;
import dev.weir.event.Envelope;
import dev.weir.event.Priority;
import dev.weir.event.Promise;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.identity.DeviceOrigin;
import dev.weir.ingest.identity.Visitor;
import dev.weir.ingest.key.Verified;
import dev.weir.ingest.overload.Gate;
import dev.weir.journal.Journal;
import dev.weir.proxy.Upstreams;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request whose section is known, on its way to its answer: what it means, who it is of, what the page waits for, the
 * promise. It goes from thread to thread (an event loop, an upstream's, the journal's), and is never on two at once.
 */
final class Admission implements Journal.Ack, Upstreams.Receiver {

    private final IntakeParts parts;
    private final IntakeRequest request;
    private final Call call;
    private final Reply.Receiver receiver;
    private final Drafts drafts;
    private List<Part.Meant> events = List.of();
    /** Null where no event has a name of its own. */
    private @Nullable Repetitions repetitions;

    private @Nullable Visitor visitor;
    private @Nullable Answer answer;
    private Inquiry.@Nullable OfVendor vendor;
    private List<Envelope> envelopes = List.of();
    /** Null where the journal's own holds. */
    private @Nullable Promise promise;
    /** Whether there were events, of a bot, which the section wants nothing of. */
    private boolean isDropped;

    /** How many events the request counts as. */
    private int received = 1;

    Admission(
            IntakeParts parts,
            Crawlers crawlers,
            IntakeRequest request,
            Call call,
            Verified.Known known,
            Reply.Receiver receiver) {
        this.parts = parts;
        this.request = request;
        this.call = call;
        this.receiver = receiver;
        this.drafts = new Drafts(parts, crawlers, request, call, known);
    }

    /**
     * Sees to it that the request will be answered, or says why not.
     *
     * @param gate of the thread that calls
     * @throws RejectedException if the request has no meaning, so that its events cannot be counted
     */
    @Nullable
    Reply tryStart(Gate gate) throws RejectedException {
        String header = EventKeys.checked(request.idempotencyKey());
        List<Part> read = call.parts(section());
        if (read.size() > 1) {
            receiveMore(read.size() - 1);
        }
        List<Part.Meant> meant = Meaning.meant(read);
        if (meant == null) {
            return refusedAsFaulty(read);
        }
        events = meant;
        Priority priority = Meaning.priority(section(), meant);
        if (!gate.admits(priority)) {
            return refusedAll(Reply.overloaded()).retriedAfter(gate.retryAfterSeconds());
        }
        if (!meant.isEmpty() && parts.journal().fill() > gate.room(priority)) {
            return refusedAll(JournalRefusals.notTaken(Journal.Handover.QUEUE_FULL));
        }
        events = ofVisitors(meant);
        repetitions = Repetitions.claim(
                parts.recentKeys(),
                parts.sharedKeys(),
                EventKeys.of(request, header, section(), drafts.isAuthenticated() && call.isOfServer(), events));
        if (repetitions != null && repetitions.asksOthers()) {
            repetitions.whenOthersAnswered(() -> goOn(Admission::decided));
            return null;
        }
        return refusedOrNull(Admission::decided);
    }

    /** It is known which events came before, or are under way here. */
    private @Nullable Reply decided() throws RejectedException {
        if (repetitions != null && repetitions.isWhole()) {
            repetitions.whenKnown(this::repeated);
            return null;
        }
        return proceed();
    }

    /** All of it came before: the answer is that of then. */
    private void repeated() {
        goOn(unused -> {
            Repetitions known = known();
            if (known.hasLost()) {
                throw known.lost();
            }
            Ids ids = known.ids();
            if (ids.equals(Ids.NONE) || isOfAnother(ids)) {
                return proceed();
            }
            visitor = new Visitor(ids.deviceId(), ids.sessionId(), call.claim().sessionId(), DeviceOrigin.ASSIGNED);
            receiver.onIds(ids.deviceId(), ids.sessionId());
            return ask(ids);
        });
    }

    /** A server's requests may repeat an event for another visitor, who must not be told the first one's ids. */
    private boolean isOfAnother(Ids ids) throws RejectedException {
        String named = call.claim().deviceId();
        return named != null
                && !named.equals(ids.deviceId())
                && named.equals(drafts.visitorOf(call.claim()).deviceId());
    }

    private @Nullable Reply proceed() throws RejectedException {
        if (call.claim().equals(Claim.NOBODY)) {
            return ask(Ids.NONE);
        }
        if (parts.identities().isShared() && drafts.learn(call.claim(), () -> goOn(Admission::recognized))) {
            return null;
        }
        return recognized();
    }

    /** What other nodes know of the visitor is known here. */
    private @Nullable Reply recognized() throws RejectedException {
        Visitor found = drafts.visitorOf(call.claim());
        visitor = found;
        receiver.onIds(found.deviceId(), found.sessionId());
        return ask(Drafts.idsOf(found));
    }

    private @Nullable Reply ask(Ids ids) throws RejectedException {
        Inquiry inquiry = call.inquiry(section(), ids);
        if (inquiry == null) {
            // Made before the promise is: what could go wrong must go wrong while it can still be refused.
            answer = call.accepted(section(), ids);
            return append(null, null);
        }
        if (inquiry instanceof Inquiry.OfVendor ofVendor) {
            return askVendor(ofVendor);
        }
        StateQuestion.ask(parts.state(), section(), ids, inquiry, this::onState);
        return null;
    }

    /** A repetition gets no content from the vendor, who would take it for another event; nor does a bot that it shall not see. */
    private @Nullable Reply askVendor(Inquiry.OfVendor inquiry) throws RejectedException {
        vendor = inquiry;
        boolean wouldTellAgain = repetitions != null && !repetitions.isAllFresh();
        boolean mustNotTell = inquiry.carriesEvents() && (wouldTellAgain || isKeptFromVendor());
        if (mustNotTell || !parts.upstreams().has(section(), label())) {
            answer = inquiry.fallback(Inquiry.Absence.NO_UPSTREAM);
            return append(null, null);
        }
        parts.upstreams().ask(section(), label(), inquiry, drafts.client(), this);
        return null;
    }

    /** The state has answered, or has too much to do. */
    private void onState(@Nullable Supplier<Answer> found) {
        goOn(unused -> {
            if (found == null) {
                throw StateQuestion.busy();
            }
            answer = found.get();
            return append(null, null);
        });
    }

    @Override
    public void onReception(Inquiry.Reception reception) {
        goOn(unused -> {
            answer = reception.answer();
            Inquiry.Absence absence = reception.absence();
            Inquiry.OfVendor inquiry = asked();
            if (absence != null) {
                return append(null, inquiry.fallbackEvent(absence));
            }
            Section.Upstream upstream = section().upstreams().get(label());
            return append(inquiry.carriesEvents() && upstream != null ? upstream.sink() : null, null);
        });
    }

    /** What the page waited for cannot be had, and there is nothing in its place; the events are taken all the same. */
    @Override
    public void onRejected(RejectedException rejected) {
        goOn(unused -> {
            if (events.isEmpty()) {
                throw rejected;
            }
            answer = request.rejected(rejected);
            return append(null, null);
        });
    }

    /** @param carriedTo the sink whose vendor has heard of the events, or null */
    private @Nullable Reply append(@Nullable String carriedTo, Part.@Nullable Meant fallback) throws RejectedException {
        Part.Meant told = isDropped ? null : fallback;
        if (told != null && !events.isEmpty()) {
            receiveMore(1);
        }
        envelopes = drafts.of(events, repetitions, carriedTo, told);
        if (envelopes.isEmpty()) {
            finish();
            return null;
        }
        Journal.Handover handover = events.size() == 1 && told == null
                ? parts.journal().append(envelopes.get(0), events.get(0).event(), this)
                : parts.journal().append(envelopes, this);
        if (handover != Journal.Handover.TAKEN) {
            throw JournalRefusals.notTaken(handover);
        }
        return null;
    }

    @Override
    public void onKept(long seq, Promise made) {
        promise = made;
        onKept(seq);
    }

    @Override
    public void onKept(long seq) {
        parts.meters().onAccepted(label(), section().name(), envelopes.size());
        parts.meters().onAttributed(envelopes);
        if (repetitions != null) {
            repetitions.settle(envelopes);
        }
        receiver.onKept(envelopes, seq);
        finish();
    }

    @Override
    public void onFailed(Journal.Failure why) {
        receiver.onReply(refusedAll(JournalRefusals.notKept(why)));
    }

    private void finish() {
        // What came before as a whole was waited for at the start.
        if (repetitions == null || repetitions.isWhole()) {
            receiver.onReply(reply());
        } else {
            repetitions.whenKnown(() -> receiver.onReply(reply()));
        }
    }

    private Reply reply() {
        Answer made = answer;
        if (made == null) {
            throw new IllegalStateException("a request is finished before it has an answer");
        }
        Repetitions known = repetitions;
        if (known != null && known.hasLost()) {
            parts.meters().onRejected(label(), known.lost().rejection(), known.lostCount());
            parts.meters().onDuplicates(label(), known.duplicates());
            receiver.onRejected(known.lost().rejection());
            return Reply.rejected(request, known.lost(), verdicts());
        }
        if (known != null) {
            parts.meters().onDuplicates(label(), known.duplicates());
        }
        if (events.isEmpty() && envelopes.isEmpty()) {
            if (isDropped) {
                parts.meters().onRejected(label(), Rejection.BOT, received);
                receiver.onRejected(Rejection.BOT);
            } else {
                parts.meters().onAnswered(label());
            }
            return Reply.answered(made);
        }
        return Reply.accepted(
                made, promise == null ? parts.journal().promise() : promise, drafts.setCookie(visitor), verdicts());
    }

    private @Nullable String verdicts() {
        return areVerdictsWanted() ? tell(events, Verdicts.of(events, repetitions)) : null;
    }

    private boolean areVerdictsWanted() {
        return request.wantsVerdicts() || receiver.isWatching();
    }

    /** Returns the header, if the client asked for it. */
    private @Nullable String tell(List<? extends Part> read, List<String> verdicts) {
        if (receiver.isWatching()) {
            receiver.onEvents(read, verdicts);
        }
        return request.wantsVerdicts() ? Verdicts.header(verdicts) : null;
    }

    /** All events, but none of a bot whose events the section drops. */
    private List<Part.Meant> ofVisitors(List<Part.Meant> meant) {
        if (drafts.bot() == Envelope.Bot.NONE) {
            return meant;
        }
        parts.meters().onBot(drafts.bot(), meant.size());
        isDropped = !meant.isEmpty() && section().web().bots().fate() == Section.Bots.Fate.DROP;
        return isDropped ? List.of() : meant;
    }

    private Section section() {
        return drafts.section();
    }

    private boolean isKeptFromVendor() {
        return drafts.bot() != Envelope.Bot.NONE && section().web().bots().fate() != Section.Bots.Fate.LABEL;
    }

    private Reply refusedAsFaulty(List<Part> read) {
        for (Part part : read) {
            if (part instanceof Part.Faulty faulty) {
                parts.meters().onRejected(label(), faulty.why().rejection(), received);
                receiver.onRejected(faulty.why().rejection());
                String verdicts = areVerdictsWanted() ? tell(read, Verdicts.ofFaulty(read)) : null;
                return Reply.rejected(request, faulty.why(), verdicts);
            }
        }
        throw new IllegalStateException("no event is faulty");
    }

    private Reply refusedAll(RejectedException why) {
        if (repetitions != null) {
            repetitions.abandon();
        }
        parts.meters().onRejected(label(), why.rejection(), received);
        receiver.onRejected(why.rejection());
        String verdicts = areVerdictsWanted() && !events.isEmpty()
                ? tell(events, Verdicts.ofRefused(events.size(), why.rejection()))
                : null;
        return Reply.rejected(request, why, verdicts);
    }

    /** Takes a step on another thread than the request came on. */
    private void goOn(Step step) {
        Reply refused = refusedOrNull(step);
        if (refused != null) {
            receiver.onReply(refused);
        }
    }

    private @Nullable Reply refusedOrNull(Step step) {
        try {
            return step.take(this);
        } catch (RejectedException rejected) {
            return refusedAll(rejected);
        } catch (RuntimeException bug) {
            return refusedAll(Intake.internal(request, bug));
        }
    }

    private void receiveMore(int events) {
        received += events;
        parts.meters().onMoreReceived(label(), events);
    }

    private Inquiry.OfVendor asked() {
        return Objects.requireNonNull(vendor, "an upstream answers a request that asked none");
    }

    private Repetitions known() {
        return Objects.requireNonNull(repetitions, "a request without named events repeats none");
    }

    private String label() {
        return request.dialect().label();
    }

    /** Leads to a reply later, or returns one that refuses. */
    private interface Step {
        @Nullable
        Reply take(Admission of) throws RejectedException;
    }
}
