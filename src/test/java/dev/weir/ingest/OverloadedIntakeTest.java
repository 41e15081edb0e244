package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Route;
import dev.weir.dialect.pagent.Pagent;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Priority;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.overload.Gate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OverloadedIntakeTest {

    private static final Route PUSH = new Route("POST", "/push");
    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"%s\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";
    private static final String PURCHASE =
            "{\"event\":\"purchase\",\"shop_id\":\"%s\",\"did\":\"7rjVGhMykT\",\"order_id\":\"N1\",\"items\":[{\"id\":\"1\"}]}";

    private final Dialect dialect = new PersonaClick();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Reply> replies = new ArrayList<>();
    private final FullJournal journal = new FullJournal();
    private final Sections sections = Sections.of(List.of(
            section("shop"),
            section("dear").withPriorities(Map.of(EventType.VIEW, Priority.HIGH, EventType.PURCHASE, Priority.LOW))));
    private final IntakeMeters meters = new IntakeMeters(registry, List.of(dialect.label()), sections);
    private final Intake intake =
            new Intake(IntakeFixture.parts(sections, journal, new NoUpstreams(), meters, registry));

    @Test
    void whatIsRefusedForOthersIsToldWhenToComeBackAndIsNotJournalled() {
        Reply reply = send(VIEW, "shop", new Only(Priority.HIGH));

        assertThat(reply.answer().status()).isEqualTo(503);
        assertThat(reply.retryAfterSeconds()).isEqualTo(4);
        assertThat(reply.promise()).isNull();
        assertThat(journal.appended).isZero();
        assertThat(count("weir.received")).isEqualTo(1);
        assertThat(rejected("overloaded")).isEqualTo(1);
    }

    @Test
    void whatIsWorthMoreIsTaken() {
        assertThat(send(PURCHASE, "shop", new Only(Priority.HIGH)).answer().status())
                .isEqualTo(200);
        assertThat(journal.appended).isEqualTo(1);
    }

    @Test
    void eachSectionSaysWhatIsWorthMore() {
        assertThat(send(VIEW, "dear", new Only(Priority.HIGH)).answer().status())
                .isEqualTo(200);
        assertThat(send(PURCHASE, "dear", new Only(Priority.HIGH)).answer().status())
                .isEqualTo(503);
    }

    @Test
    void whoAsksIsToldWhichEventsWereRefused() {
        assertThat(send(VIEW, "shop", new Only(Priority.HIGH), true).verdicts())
                .isEqualTo("rejected;reason=overloaded");
    }

    @Test
    void theRestOfTheQueueIsForHighPriorityAlone() {
        journal.fill = 0.91;

        assertThat(send(VIEW, "shop", new Only(Priority.LOW)).answer().status()).isEqualTo(503);
        assertThat(rejected("journal-queue-full")).isEqualTo(1);
        assertThat(send(PURCHASE, "shop", new Only(Priority.LOW)).answer().status())
                .isEqualTo(200);
    }

    @Test
    void unreadItIsWorthWhatTheSectionThatThinksMostOfItSays() {
        byte[] view = VIEW.formatted("shop").getBytes(StandardCharsets.UTF_8);
        Intake ofOne = new Intake(IntakeFixture.parts(
                Sections.of(List.of(section("shop"))), journal, new NoUpstreams(), meters, registry));

        assertThat(ofOne.worthAtMost(dialect, PUSH, view)).isEqualTo(Priority.LOW);
        assertThat(intake.worthAtMost(dialect, PUSH, view)).isEqualTo(Priority.HIGH);
        assertThat(intake.worthAtMost(dialect, PUSH, new byte[0])).isNull();
    }

    static Stream<Dialect> dialects() {
        return BacklogTest.dialects();
    }

    /** Pagent's document has 500 for whatever may be tried again. */
    @ParameterizedTest
    @MethodSource("dialects")
    void everyDialectSaysSoInItsOwnForm(Dialect each) {
        Answer answer = each.rejected(Reply.overloaded());

        assertThat(answer.status()).isEqualTo(each instanceof Pagent ? 500 : 503);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .startsWith("{")
                .contains("too much to do just now");
    }

    private Reply send(String body, String shop, Gate gate) {
        return send(body, shop, gate, false);
    }

    private Reply send(String body, String shop, Gate gate, boolean wantsVerdicts) {
        Beacon beacon = new Beacon(
                "POST", "/push", "", Beacon.BodyKind.JSON, body.formatted(shop).getBytes(StandardCharsets.UTF_8));
        intake.accept(
                new IntakeRequest(
                        dialect,
                        PUSH,
                        beacon,
                        Head.EMPTY,
                        null,
                        wantsVerdicts,
                        Envelope.Client.UNKNOWN,
                        null,
                        false,
                        null,
                        false),
                gate,
                replies::add);
        return replies.get(replies.size() - 1);
    }

    private double count(String meter) {
        meters.publish();
        return registry.get(meter).functionCounter().count();
    }

    private double rejected(String reason) {
        meters.publish();
        return registry.get("weir.rejected")
                .tag("reason", reason)
                .tag("dialect", dialect.label())
                .functionCounter()
                .count();
    }

    private Section section(String name) {
        return new Section(
                name,
                Map.of(dialect.label(), List.of(new Section.Key(name, null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of("files"));
    }

    /** Takes what it is worth to take at least that much. */
    private record Only(Priority least) implements Gate {
        @Override
        public boolean admits(Priority priority) {
            return priority.compareTo(least) >= 0;
        }

        @Override
        public double room(Priority priority) {
            return priority == Priority.HIGH ? 1 : 0.9;
        }

        @Override
        public long retryAfterSeconds() {
            return 4;
        }
    }

    private static final class FullJournal extends OnlyAppends {
        private double fill;
        private long appended;

        @Override
        public Handover append(List<Envelope> envelopes, Ack ack) {
            ack.onKept(appended + 1);
            appended += envelopes.size();
            return Handover.TAKEN;
        }

        @Override
        public double fill() {
            return fill;
        }
    }
}
