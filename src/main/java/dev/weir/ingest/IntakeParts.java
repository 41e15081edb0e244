package dev.weir.ingest;

import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.key.CredentialCheck;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.ingest.origin.OriginTable;
import dev.weir.journal.Journal;
import dev.weir.proxy.Upstreams;
import dev.weir.state.RecentKeys;
import dev.weir.state.SeenSessions;
import dev.weir.state.StateQueries;

/**
 * What the intake works with.
 *
 * @param credentials says whose a request is
 * @param origins says whose pages may send
 * @param recentKeys knows a repetition
 * @param seenSessions the sessions of sections that have conversions attributed
 * @param state answers what is asked of carts and counts
 * @param upstreams answer what only a vendor knows
 */
public record IntakeParts(
        CredentialCheck credentials,
        OriginTable origins,
        Crawlers crawlers,
        SectionLimits limits,
        Identities identities,
        RecentKeys recentKeys,
        SeenSessions seenSessions,
        StateQueries state,
        Upstreams upstreams,
        Journal journal,
        IntakeMeters meters) {}
