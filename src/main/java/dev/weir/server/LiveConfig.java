package dev.weir.server;

import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.IntakeRules;
import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.key.ApiKeys;
import dev.weir.ingest.key.CredentialCheck;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.relay.Deliveries;
import dev.weir.relay.OutletOptions;
import dev.weir.server.config.Dialects;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The config as it is now, and what it is made of it for who asks at every request: one reference, so that a request goes by the
 * old one or by the new one. Read by many threads, changed by one at a time.
 */
final class LiveConfig {

    /** Each has meters of its own, which stay when it goes. */
    private static final int MAX_NAMES = 10_000;

    private final ApiKeys keys;
    private final RandomGenerator random;
    private final Set<String> names = new HashSet<>();
    private volatile Now now;

    /**
     * Begins with the config of the start.
     *
     * @param keys those that the server made itself
     * @param random cryptographically strong
     */
    LiveConfig(WeirConfig config, ApiKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
        admit(config.sections());
        this.now = now(config);
    }

    WeirConfig config() {
        return now.config;
    }

    Sections sections() {
        return now.config.sections();
    }

    IntakeRules rules() {
        return now.rules;
    }

    /**
     * Goes over to another config, of which nothing differs that takes a restart.
     *
     * @throws IllegalArgumentException if it cannot be used; then nothing has changed
     */
    synchronized void change(WeirConfig config, Followers followers) {
        admit(config.sections());
        Now next = now(config);
        // What a request of the new config counts on is there before the first comes.
        followers.meters.admit(config.sections());
        followers.urls.retarget(Outlets.vendors(config, GravityField.LABEL));
        now = next;
        followers.limits.reload(config.unknownSections(), config.sections());
        followers.relay.retune(outlets(config));
    }

    private void admit(Sections sections) {
        Set<String> all = new HashSet<>(names);
        for (Section section : sections.all()) {
            all.add(section.name());
        }
        if (all.size() > MAX_NAMES) {
            throw new IllegalArgumentException("sections: " + all.size() + " names since the start (expected: at most "
                    + MAX_NAMES + "; a restart forgets those that are gone)");
        }
        names.addAll(all);
    }

    private Now now(WeirConfig config) {
        IntakeRules rules = IntakeRules.of(
                new CredentialCheck(config.sections(), Dialects.API_KEY_DIALECTS, keys, random),
                config.sections(),
                Crawlers.knownAnd(config.crawlers()));
        return new Now(config, rules);
    }

    private static Map<String, OutletOptions> outlets(WeirConfig config) {
        Map<String, OutletOptions> outlets = new HashMap<>();
        for (SinkConfig sink : config.sinks()) {
            outlets.put(sink.name(), sink.outlet());
        }
        return outlets;
    }

    private record Now(WeirConfig config, IntakeRules rules) {}

    /** Who has to be told of a change. */
    record Followers(IntakeMeters meters, SectionLimits limits, EngagementUrls urls, Deliveries relay) {}
}
