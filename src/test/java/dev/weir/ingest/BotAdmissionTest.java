package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Head;
import dev.weir.dialect.Inquiry.Reception;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Envelope.Bot;
import dev.weir.event.Section;
import dev.weir.event.Section.Bots;
import dev.weir.ingest.ScriptedDialect.ScriptedCall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a section makes of those who are no visitors, where its pages wait for a vendor, and where requests are of many events. */
final class BotAdmissionTest {

    private final List<Reply> replies = new ArrayList<>();
    private TestIntake intake = new TestIntake();

    @AfterEach
    void theBooksBalance() {
        assertThat(intake.count("weir.received"))
                .isEqualTo(intake.count("weir.accepted")
                        + intake.count("weir.duplicates")
                        + intake.count("weir.rejected")
                        + intake.count("weir.answered"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Bots.Fate.class,
            names = {"DROP", "DIVERT"})
    void theVendorIsNotToldOfABotThatItShallNotSee(Bots.Fate fate) {
        open(fate);
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));

        send(call().view().asking(ScriptedDialect.vendor(true, null)));

        assertThat(intake.upstreams.asked()).isZero();
        assertThat(replies)
                .singleElement()
                .satisfies(reply -> assertThat(reply.answer().status()).isEqualTo(200));
    }

    @Test
    void aBotThatIsOnlyLabelledIsTold() {
        open(Bots.Fate.LABEL);
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));

        send(call().view().asking(ScriptedDialect.vendor(true, null)));

        assertThat(intake.upstreams.asked()).isEqualTo(1);
        assertThat(intake.journal.last().notes().carriedTo()).isEqualTo("vendor");
        assertThat(intake.journal.last().notes().bot()).isEqualTo(Bot.PREFETCH);
    }

    @Test
    void aQuestionThatCarriesNoEventIsAskedForABotToo() {
        open(Bots.Fate.DROP);
        intake.upstreams.answerWith(new Reception(Answer.json(200, "content"), null));

        send(call().view().asking(ScriptedDialect.vendor(false, null)));

        assertThat(intake.upstreams.asked()).isEqualTo(1);
        assertThat(intake.journal.envelopes()).isEmpty();
        assertThat(intake.count("weir.rejected")).isEqualTo(1);
    }

    @Test
    void allEventsOfADroppedRequestAreCounted() {
        open(Bots.Fate.DROP);

        send(call().view().view().purchase("N1"));

        assertThat(intake.journal.envelopes()).isEmpty();
        assertThat(intake.count("weir.received")).isEqualTo(3);
        assertThat(intake.count("weir.rejected")).isEqualTo(3);
        assertThat(intake.counter("weir.intake.bots", "kind", "prefetch")).isEqualTo(3);
        assertThat(replies).singleElement().satisfies(reply -> {
            assertThat(reply.answer().status()).isEqualTo(200);
            assertThat(reply.promise()).isNull();
            assertThat(reply.setCookie()).isNull();
        });
    }

    @Test
    void whatABotSaidIsNoRepetitionOfWhatAVisitorSays() {
        open(Bots.Fate.DROP);
        send(call().purchase("N1"));

        assertThat(call().purchase("N1")).isNotNull();
        intake.accept(request(false), replies::add);

        assertThat(replies).hasSize(2);
        assertThat(intake.count("weir.duplicates")).isZero();
        assertThat(intake.count("weir.accepted")).isEqualTo(1);
    }

    private void open(Bots.Fate fate) {
        Bots bots = new Bots(fate, fate == Bots.Fate.DIVERT ? "bots" : null);
        intake = new TestIntake(new Section.Web(List.of(), Section.Addresses.FULL, bots));
    }

    private ScriptedCall call() {
        return intake.dialect.next();
    }

    /** @param call what the dialect makes of the next request */
    private void send(ScriptedCall call) {
        assertThat(call).isNotNull();
        intake.accept(request(true), replies::add);
    }

    private IntakeRequest request(boolean isPrefetch) {
        return new IntakeRequest(
                intake.dialect,
                ScriptedDialect.ROUTE,
                new Beacon("POST", "/scripted", "", Beacon.BodyKind.NONE, new byte[0]),
                Head.EMPTY,
                null,
                false,
                Envelope.Client.UNKNOWN,
                null,
                true,
                null,
                isPrefetch);
    }
}
