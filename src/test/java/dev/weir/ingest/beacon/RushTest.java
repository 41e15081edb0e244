package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Sections;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeFixture;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.NoUpstreams;
import dev.weir.ingest.client.ClientSearch;
import dev.weir.ingest.client.TrustedPeers;
import dev.weir.ingest.overload.Overload;
import dev.weir.ingest.overload.OverloadOptions;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalLoad;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RushTest {

    private final LoopByHand loop = new LoopByHand();
    private final List<String> told = new ArrayList<>();
    private final Rush rush = rush();

    @Test
    void turnsThatFollowAtOnceAreOneForTheJournal() {
        for (int turn = 0; turn < 3; turn++) {
            rush.comeTo();
            rush.comeTo();
            loop.runTasks();
        }
        loop.look();
        assertThat(told).containsExactly("beginTurn");

        loop.look();

        assertThat(told).containsExactly("beginTurn", "endTurn");
        assertThat(loop.rests()).isTrue();
    }

    @Test
    void aTurnThatNothingFollowsKeepsTheJournalForOneLook() {
        rush.comeTo();
        loop.runTasks();
        loop.look();

        assertThat(told).containsExactly("beginTurn", "endTurn");
    }

    private Rush rush() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Sections sections = Sections.of(List.of());
        IntakeMeters meters = new IntakeMeters(registry, List.of(PersonaClick.LABEL), sections);
        Intake intake = new Intake(IntakeFixture.parts(sections, journal(), new NoUpstreams(), meters, registry));
        Overload overload =
                new Overload(OverloadOptions.OFF, () -> 0, () -> JournalLoad.NONE, new SplittableRandom(1), registry);
        Callers callers = new Callers(new ClientSearch(TrustedPeers.NOBODY, registry));
        return new Rush(
                intake, meters, overload.ofThisLoop(), loop.context, callers, (request, target, body, exchange) -> {
                    throw new AssertionError("nothing waits");
                });
    }

    private Journal journal() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, called, arguments) -> {
                    told.add(called.getName());
                    return null;
                });
    }
}
