package dev.weir.ingest;

import dev.weir.dialect.Head;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Inquiry.OfVendor;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.identity.SharedSessions;
import dev.weir.journal.Journal;
import dev.weir.proxy.Upstreams;
import dev.weir.state.SharedKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An intake of one section, with a dialect, a journal and a vendor that do as they are told. */
final class TestIntake {

    final ScriptedDialect dialect = new ScriptedDialect();
    final ScriptedJournal journal = new ScriptedJournal();
    final ScriptedUpstreams upstreams = new ScriptedUpstreams();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IntakeMeters meters;
    private final Intake intake;

    TestIntake() {
        this(Section.Web.DEFAULT);
    }

    TestIntake(Section.Web web) {
        this(web, null);
    }

    /** One of several nodes. */
    TestIntake(Section.Web web, SharedKeys shared) {
        this(web, shared, null);
    }

    /** As above, and they tell each other of sessions. */
    TestIntake(Section.Web web, SharedKeys shared, SharedSessions sharedSessions) {
        Sections sections = Sections.of(List.of(section().with(web)));
        meters = new IntakeMeters(registry, List.of(ScriptedDialect.LABEL), sections);
        IntakeParts alone = IntakeFixture.parts(sections, journal, upstreams, meters, registry);
        intake = new Intake(new IntakeParts(
                alone.rules(),
                alone.limits(),
                new Identities(
                        IdKeys.generate(new Random(1)),
                        new Random(1),
                        System::nanoTime,
                        1_000,
                        sharedSessions,
                        new SimpleMeterRegistry()),
                alone.recentKeys(),
                shared,
                alone.seenSessions(),
                alone.state(),
                alone.upstreams(),
                alone.journal(),
                alone.meters()));
    }

    void accept(IntakeRequest request, Reply.Receiver receiver) {
        intake.accept(request, receiver);
    }

    /** A request of which the dialect makes what it was told to. */
    void accept(Reply.Receiver receiver) {
        IntakeRequest request = new IntakeRequest(
                dialect,
                ScriptedDialect.ROUTE,
                new Beacon("POST", "/scripted", "", Beacon.BodyKind.NONE, new byte[0]),
                Head.EMPTY,
                null,
                true,
                Envelope.Client.UNKNOWN,
                null,
                false,
                null,
                false);
        accept(request, receiver);
    }

    /** Its status and what it says. */
    static String text(Reply reply) {
        return reply.answer().status() + " " + new String(reply.answer().body(), StandardCharsets.UTF_8);
    }

    double count(String meter) {
        meters.publish();
        return registry.get(meter).functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double counter(String meter, String tag, String value) {
        return registry.get(meter).tag(tag, value).counter().count();
    }

    private static Section section() {
        return new Section(
                "shop",
                Map.of(ScriptedDialect.LABEL, List.of(new Section.Key("shop", "open sesame"))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                new Section.Limit(1_000_000, 1_000_000, Section.Limit.Mode.SHADOW),
                Section.Identity.DEFAULT,
                List.of("files"),
                Map.of(ScriptedDialect.LABEL, new Section.Upstream("vendor", Duration.ofMillis(250), Map.of())),
                Map.of());
    }

    /** Keeps every promise at once, or when told to. */
    static final class ScriptedJournal extends OnlyAppends {
        private final List<Integer> batches = new ArrayList<>();
        private final List<Envelope> envelopes = new ArrayList<>();
        private final List<Ack> held = new ArrayList<>();
        private boolean holds;
        private Handover handover = Handover.TAKEN;

        List<Integer> batches() {
            return batches;
        }

        List<Envelope> envelopes() {
            return envelopes;
        }

        Envelope last() {
            return envelopes.get(envelopes.size() - 1);
        }

        void answerWith(Handover next) {
            handover = next;
        }

        void hold() {
            holds = true;
        }

        void goOn() {
            holds = false;
        }

        void keepHeld() {
            List.copyOf(held).forEach(ack -> ack.onKept(1));
        }

        void failHeld(Journal.Failure why) {
            List.copyOf(held).forEach(ack -> ack.onFailed(why));
        }

        @Override
        public Handover append(List<Envelope> batch, Ack ack) {
            if (handover != Handover.TAKEN) {
                return handover;
            }
            batches.add(batch.size());
            envelopes.addAll(batch);
            if (holds) {
                held.add(ack);
            } else {
                ack.onKept(envelopes.size());
            }
            return Handover.TAKEN;
        }
    }

    /** Answers at once, as it was told. */
    static final class ScriptedUpstreams implements Upstreams {
        private Inquiry.Reception reception;
        private RejectedException rejected;
        private boolean vanished;
        private int asked;

        void answerWith(Inquiry.Reception next) {
            reception = next;
        }

        void rejectWith(RejectedException next) {
            rejected = next;
        }

        void vanish() {
            vanished = true;
        }

        int asked() {
            return asked;
        }

        @Override
        public boolean has(Section section, String dialect) {
            return !vanished;
        }

        @Override
        public void ask(Section section, String dialect, OfVendor inquiry, Envelope.Client client, Receiver receiver) {
            asked++;
            if (rejected != null) {
                receiver.onRejected(rejected);
            } else {
                receiver.onReception(reception);
            }
        }
    }
}
