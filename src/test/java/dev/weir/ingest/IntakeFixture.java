package dev.weir.ingest;

import dev.weir.event.Sections;
import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.key.ApiKeys;
import dev.weir.ingest.key.CredentialCheck;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.journal.Journal;
import dev.weir.proxy.Upstreams;
import dev.weir.state.EmptyState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What an intake works with, as for a process that has just begun. */
public final class IntakeFixture {

    private IntakeFixture() {}

    public static IntakeParts parts(
            Sections sections, Journal journal, Upstreams upstreams, IntakeMeters meters, MeterRegistry registry) {
        return parts(
                sections,
                new SectionLimits(System::nanoTime, SectionLimits.UNKNOWN_DEFAULT, registry),
                new Identities(IdKeys.generate(new Random(1)), new Random(1), System::nanoTime, 1_000, registry),
                journal,
                upstreams,
                meters,
                registry);
    }

    public static IntakeParts parts(
            Sections sections,
            SectionLimits limits,
            Identities identities,
            Journal journal,
            Upstreams upstreams,
            IntakeMeters meters,
            MeterRegistry registry) {
        Random random = new Random(1);
        EmptyState state = new EmptyState(InstantSource.system(), registry);
        IntakeRules rules = IntakeRules.of(
                new CredentialCheck(sections, Set.of(), new ApiKeys(InstantSource.system(), random, registry), random),
                sections,
                Crawlers.knownAnd(List.of()));
        return new IntakeParts(
                () -> rules,
                limits,
                identities,
                state.recentKeys(),
                state.seenSessions(),
                state,
                upstreams,
                journal,
                meters);
    }
}
