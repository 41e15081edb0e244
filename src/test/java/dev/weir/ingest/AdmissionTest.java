package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Head;
import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.Reception;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.Context;
import dev.weir.event.Envelope;
import dev.weir.event.Envelope.Attribution;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.ingest.ScriptedDialect.ScriptedCall;
import dev.weir.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of several events, repetitions, and pages that wait. */
final class AdmissionTest {

    private static final String ACCEPTED = "200 device-1 session-1";

    private final TestIntake intake = new TestIntake();
    private final List<Reply> replies = new ArrayList<>();

    /** Of every test, whatever it was about. */
    @AfterEach
    void theBooksBalance() {
        assertThat(intake.count("weir.received"))
                .isEqualTo(intake.count("weir.accepted")
                        + intake.count("weir.duplicates")
                        + intake.count("weir.rejected")
                        + intake.count("weir.answered"));
    }

    @Test
    void allEventsOfARequestAreAppendedInOnePiece() {
        send(call().view().cart("1").view());

        assertThat(intake.journal.batches()).containsExactly(3);
        assertThat(intake.count("weir.received")).isEqualTo(3);
        assertThat(intake.count("weir.accepted")).isEqualTo(3);
    }

    @Test
    void aFaultyEventRefusesAll() {
        send(call().view().faulty().view());

        assertThat(onlyReply()).isEqualTo("422 malformed-parameter");
        assertThat(intake.journal.batches()).isEmpty();
        assertThat(intake.count("weir.received")).isEqualTo(3);
        assertThat(intake.count("weir.rejected")).isEqualTo(3);
    }

    @Test
    void aRequestWithoutEventsIsAnswered() {
        send(call());

        assertThat(onlyReply()).isEqualTo(ACCEPTED);
        assertThat(replies.get(0).promise()).isNull();
        assertThat(intake.count("weir.received")).isEqualTo(1);
        assertThat(intake.count("weir.answered")).isEqualTo(1);
    }

    @Test
    void verdictsComeInTheOrderOfTheEvents() {
        send(call().cart("1").purchase("o1").cart("1", "2"), true, null);

        assertThat(replies.get(0).verdicts()).isEqualTo("superseded;by=2, accepted, accepted");
    }

    @Test
    void verdictsOfAFaultyRequestNameTheFaultyEvent() {
        send(call().view().faulty(), true, null);

        assertThat(replies.get(0).verdicts()).isEqualTo("rejected;reason=batch, rejected;reason=malformed-parameter");
    }

    @Test
    void verdictsOfARequestThatTheJournalDoesNotTakeSaySo() {
        intake.journal.answerWith(Journal.Handover.DISK_FULL);

        send(call().view(), true, null);

        assertThat(replies.get(0).verdicts()).isEqualTo("rejected;reason=journal-disk-full");
    }

    @Test
    void nobodyGetsVerdictsWithoutAsking() {
        send(call().view());

        assertThat(replies.get(0).verdicts()).isNull();
    }

    @Test
    void aRepeatedOrderIsOneEvent() {
        send(call().purchase("o1"));
        send(call().purchase("o1"), true, null);

        assertThat(intake.journal.batches()).containsExactly(1);
        assertThat(intake.count("weir.duplicates")).isEqualTo(1);
        assertThat(text(replies.get(1))).isEqualTo(ACCEPTED);
        assertThat(replies.get(1).verdicts()).isEqualTo("duplicate");
    }

    @Test
    void aRepetitionIsAnsweredAsTheFirstWas() {
        send(call().from(null, null).view(), false, "key-1");
        send(call().from(null, null).view(), false, "key-1");

        assertThat(text(replies.get(1))).isEqualTo(text(replies.get(0)));
        assertThat(intake.journal.batches()).containsExactly(1);
    }

    @Test
    void aRepetitionThatBringsMoreIsTakenForWhatItBrings() {
        send(call().purchase("o1"));
        send(call().purchase("o1").purchase("o2"), true, null);

        assertThat(intake.journal.batches()).containsExactly(1, 1);
        assertThat(replies.get(1).verdicts()).isEqualTo("duplicate, accepted");
    }

    @Test
    void anEventThatARequestHoldsTwiceIsAcceptedOnce() {
        send(call().purchase("o1").purchase("o1"), true, null);

        assertThat(intake.journal.batches()).containsExactly(1);
        assertThat(replies.get(0).verdicts()).isEqualTo("accepted, duplicate");
    }

    /** A key that is part of an app is in every copy of it. */
    @Test
    void anOrderShownWithAnAppsKeyCountsForItsDeviceAlone() {
        Credential app = new Credential.PublicKey("shop", "open sesame");
        send(call().by(app).ofApp().from("device-1", null).purchase("1"));
        send(call().by(app).ofApp().from("device-2", null).purchase("1"));

        assertThat(intake.journal.batches()).containsExactly(1, 1);
    }

    @Test
    void aHeadersKeyOfNobodyStandsForTheVerySameRequestAlone() {
        send(call().from(null, null).view(), "a=1", "key-1");
        send(call().from(null, null).view(), "a=2", "key-1");
        send(call().from(null, null).view(), "a=1", "key-1");

        assertThat(intake.journal.batches()).containsExactly(1, 1);
    }

    @Test
    void theSameOrderOfAnotherDeviceIsAnotherEvent() {
        send(call().from("device-1", "s").purchase("o1"));
        send(call().from("device-2", "s").purchase("o1"));

        assertThat(intake.journal.batches()).containsExactly(1, 1);
    }

    /** Or anybody could send tomorrow's orders today, and have the real ones taken for repetitions. */
    @Test
    void anOrderOfNobodyDoesNotStandForOthers() {
        send(call().from(null, null).purchase("o1"));
        send(call().from(null, null).purchase("o1"));

        assertThat(intake.journal.batches()).containsExactly(1, 1);
    }

    @Test
    void anOrderOfTheShopsServerIsKnownWhateverTheDevice() {
        Credential server = new Credential.PublicKey("shop", "open sesame");
        send(call().by(server).from(null, null).purchase("o1"));
        send(call().by(server).from("device-1", null).purchase("o1"));

        assertThat(intake.journal.batches()).containsExactly(1);
    }

    @Test
    void aRepetitionForAnotherVisitorIsNotToldTheFirstOnesIds() {
        Credential server = new Credential.PublicKey("shop", "open sesame");
        send(call().by(server).from("device-1", "session-1").purchase("o1"));
        send(call().by(server).from("device-2", "session-2").purchase("o1"));

        assertThat(intake.journal.batches()).containsExactly(1);
        assertThat(text(replies.get(1))).isEqualTo("200 device-2 session-2");
    }

    @Test
    void aRepetitionWaitsForItsFirst() {
        intake.journal.hold();
        send(call().purchase("o1"));
        send(call().purchase("o1"));
        assertThat(replies).isEmpty();

        intake.journal.keepHeld();

        assertThat(replies).hasSize(2);
        assertThat(intake.count("weir.accepted")).isEqualTo(1);
        assertThat(intake.count("weir.duplicates")).isEqualTo(1);
    }

    @Test
    void aRepetitionOfWhatWasLostIsRefusedAndMayComeAgain() {
        intake.journal.hold();
        send(call().purchase("o1"));
        send(call().purchase("o1"));
        intake.journal.failHeld(Journal.Failure.DISK_FULL);

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.answer().status()).isEqualTo(503));

        intake.journal.goOn();
        send(call().purchase("o1"));

        assertThat(text(replies.get(2))).isEqualTo(ACCEPTED);
    }

    @Test
    void requestsThatHoldEachOthersEventsDoNotWaitInACircle() {
        intake.journal.hold();
        send(call().purchase("o1").purchase("o2"));
        send(call().purchase("o3").purchase("o1"));
        send(call().purchase("o2").purchase("o3"));

        intake.journal.keepHeld();

        assertThat(replies).hasSize(3);
        assertThat(intake.count("weir.accepted")).isEqualTo(3);
        assertThat(intake.count("weir.duplicates")).isEqualTo(3);
    }

    @Test
    void aRefusedRequestLetsGoOfItsEvents() {
        intake.journal.answerWith(Journal.Handover.QUEUE_FULL);
        send(call().purchase("o1"));
        intake.journal.answerWith(Journal.Handover.TAKEN);
        send(call().purchase("o1"));

        assertThat(intake.journal.batches()).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb", "\u00e4"})
    void anIdempotencyKeyThatIsNoneIsRefused(String key) {
        send(call().view(), false, key);

        assertThat(onlyReply()).isEqualTo("400 malformed-request");
    }

    @Test
    void whatTheVendorAnsweredIsTheAnswer() {
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));

        send(call().view().asking(ScriptedDialect.vendor(true, null)));

        assertThat(onlyReply()).isEqualTo("200 content");
    }

    @Test
    void eventsThatTheVendorHeardOfAreNotedAsCarriedToItsSink() {
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));

        send(call().view().asking(ScriptedDialect.vendor(true, null)));

        assertThat(intake.journal.last().notes().carriedTo()).isEqualTo("vendor");
    }

    @Test
    void eventsThatTheInquiryDoesNotCarryAreOwed() {
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));

        send(call().view().asking(ScriptedDialect.vendor(false, null)));

        assertThat(intake.journal.last().notes().carriedTo()).isNull();
    }

    @Test
    void eventsAreOwedAndAcknowledgedWhenTheVendorIsAbsent() {
        intake.upstreams.answerWith(new Reception(Answer.json(200, "fallback"), Absence.TIMEOUT));

        send(call().view().asking(ScriptedDialect.vendor(true, null)));

        assertThat(onlyReply()).isEqualTo("200 fallback");
        assertThat(replies.get(0).promise()).isNotNull();
        assertThat(intake.journal.last().notes().carriedTo()).isNull();
    }

    @Test
    void aFallbackIsAnEventOfItsOwn() {
        Part.Meant fallback = new Part.Meant(
                new Event.Custom(Context.EMPTY, "fallback", null, null, null, Map.of()),
                Beacon.withoutBody("POST", "/scripted", ""),
                call().claim(),
                null);
        intake.upstreams.answerWith(new Reception(Answer.json(200, "fallback"), Absence.TIMEOUT));

        send(call().view().asking(ScriptedDialect.vendor(true, fallback)));

        assertThat(intake.journal.batches()).containsExactly(2);
        assertThat(intake.journal.last().type()).isEqualTo(EventType.CUSTOM);
        assertThat(intake.count("weir.received")).isEqualTo(2);
        assertThat(intake.count("weir.accepted")).isEqualTo(2);
    }

    @Test
    void aRepetitionIsNotToldToTheVendorAgain() {
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));
        send(call().purchase("o1").asking(ScriptedDialect.vendor(true, null)));
        send(call().purchase("o1").asking(ScriptedDialect.vendor(true, null)));
        send(call().purchase("o1").view().asking(ScriptedDialect.vendor(true, null)));

        assertThat(intake.upstreams.asked()).isEqualTo(1);
        assertThat(text(replies.get(1))).isEqualTo("200 fallback");
    }

    @Test
    void aRepetitionOfWhatCarriesNoEventsIsAskedAgain() {
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));
        send(call().purchase("o1").asking(ScriptedDialect.vendor(false, null)));
        send(call().purchase("o1").asking(ScriptedDialect.vendor(false, null)));

        assertThat(intake.upstreams.asked()).isEqualTo(2);
    }

    @Test
    void withoutAnUpstreamThePageGetsTheFallbackAndTheEventIsTaken() {
        intake.upstreams.vanish();

        send(call().view().asking(ScriptedDialect.vendor(true, null)));

        assertThat(onlyReply()).isEqualTo("200 fallback");
        assertThat(intake.journal.batches()).containsExactly(1);
    }

    @Test
    void whatHasNoAnswerAndNoEventIsRefused() {
        intake.upstreams.rejectWith(new RejectedException(Rejection.UPSTREAM_TIMEOUT, null, "too late"));

        send(call().asking(ScriptedDialect.vendor(false, null)));

        assertThat(onlyReply()).isEqualTo("504 upstream-timeout");
        assertThat(intake.count("weir.rejected")).isEqualTo(1);
    }

    @Test
    void whatHasNoEventIsAnsweredByTheVendorWithoutAPromise() {
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));

        send(call().asking(ScriptedDialect.vendor(false, null)));

        assertThat(replies.get(0).promise()).isNull();
        assertThat(intake.count("weir.answered")).isEqualTo(1);
    }

    @Test
    void nothingIsAskedOfTheVendorWhenAnEventIsFaulty() {
        send(call().faulty().asking(ScriptedDialect.vendor(true, null)));

        assertThat(intake.upstreams.asked()).isZero();
    }

    @Test
    void aConversionOfASessionThatWasSeenIsAttributed() {
        send(call().from("device-1", "session-1").view());
        send(call().conversion("session-1"));

        assertThat(intake.journal.last().notes().attribution()).isEqualTo(Attribution.ATTRIBUTED);
    }

    @Test
    void aConversionOfASessionThatNobodySawIsKeptAndSaysSo() {
        send(call().conversion("session-1"));
        send(call().conversion("session-1"));

        assertThat(intake.journal.last().notes().attribution()).isEqualTo(Attribution.UNATTRIBUTED);
        assertThat(intake.counter("weir.conversions", "attribution", "unattributed"))
                .isEqualTo(2);
    }

    @Test
    void eachEventIsOfTheVisitorThatItNames() {
        send(call().conversion("a").conversion("b"));

        assertThat(intake.journal.envelopes())
                .extracting(Envelope::clientSessionId)
                .containsExactly("a", "b");
    }

    private ScriptedCall call() {
        return intake.dialect.next();
    }

    private void send(ScriptedCall call) {
        send(call, false, null);
    }

    /** @param call what the dialect makes of the next request */
    private void send(ScriptedCall call, boolean wantsVerdicts, String idempotencyKey) {
        send(call, "", wantsVerdicts, idempotencyKey);
    }

    private void send(ScriptedCall call, String query, String idempotencyKey) {
        send(call, query, false, idempotencyKey);
    }

    private void send(ScriptedCall call, String query, boolean wantsVerdicts, String idempotencyKey) {
        assertThat(call).isNotNull();
        IntakeRequest request = new IntakeRequest(
                intake.dialect,
                ScriptedDialect.ROUTE,
                new Beacon("POST", "/scripted", query, Beacon.BodyKind.NONE, new byte[0]),
                Head.EMPTY,
                idempotencyKey,
                wantsVerdicts,
                Envelope.Client.UNKNOWN,
                null,
                false,
                null,
                false);
        intake.accept(request, replies::add);
    }

    private String onlyReply() {
        assertThat(replies).hasSize(1);
        return text(replies.get(0));
    }

    private static String text(Reply reply) {
        return reply.answer().status() + " " + new String(reply.answer().body(), StandardCharsets.UTF_8);
    }
}
