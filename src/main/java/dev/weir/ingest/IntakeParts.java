package dev.weir.ingest;

import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.journal.Journal;
import dev.weir.proxy.Upstreams;
import dev.weir.state.RecentKeys;
import dev.weir.state.SeenSessions;
import dev.weir.state.SharedKeys;
import dev.weir.state.StateQueries;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the intake works with.
 *
 * @param rules those in force now
 * @param recentKeys knows a repetition
 * @param sharedKeys knows what other nodes have accepted; null where there are none
 * @param seenSessions the sessions of sections that have conversions attributed
 * @param state answers what is asked of carts and counts
 * @param upstreams answer what only a vendor knows
 */
public record IntakeParts(
        Supplier<IntakeRules> rules,
        SectionLimits limits,
        Identities identities,
        RecentKeys recentKeys,
        @Nullable SharedKeys sharedKeys,
        SeenSessions seenSessions,
        StateQueries state,
        Upstreams upstreams,
        Journal journal,
        IntakeMeters meters) {

    /** Of one node that is alone. */
    public IntakeParts(
            Supplier<IntakeRules> rules,
            SectionLimits limits,
            Identities identities,
            RecentKeys recentKeys,
            SeenSessions seenSessions,
            StateQueries state,
            Upstreams upstreams,
            Journal journal,
            IntakeMeters meters) {
        this(rules, limits, identities, recentKeys, null, seenSessions, state, upstreams, journal, meters);
    }
}
