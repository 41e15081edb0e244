package dev.weir.server;

import dev.weir.admin.Readiness;
import dev.weir.admin.status.Facts;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.journal.Journal;
import dev.weir.relay.Deliveries;
import dev.weir.relay.Relay;
import dev.weir.relay.SectionStanding;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what the status tells beside the meters. Safe for many threads. */
final class StatusFacts implements Supplier<Facts> {

    private final Supplier<WeirConfig> config;
    private final Instant startedAt;
    private final Supplier<Facts.Config> configState;
    private final Journal journal;
    private final Deliveries relay;
    private final Readiness readiness;
    private final BooleanSupplier isDraining;
    private final LetterCounts letters;
    private final SectionLimits limits;

    StatusFacts(
            Supplier<WeirConfig> config,
            Instant startedAt,
            Supplier<Facts.Config> configState,
            Journal journal,
            Deliveries relay,
            Readiness readiness,
            BooleanSupplier isDraining,
            LetterCounts letters,
            SectionLimits limits) {
        this.limits = limits;
        this.config = config;
        this.startedAt = startedAt;
        this.configState = configState;
        this.journal = journal;
        this.relay = relay;
        this.readiness = readiness;
        this.isDraining = isDraining;
        this.letters = letters;
    }

    @Override
    public Facts get() {
        WeirConfig now = config.get();
        Map<String, Boolean> checks = readiness.results();
        return new Facts(
                new Main.Version().getVersion()[0],
                startedAt,
                state(checks),
                checks,
                configState.get(),
                new Facts.Journal(now.journal().maxBytes(), usableBytes(now), journal.isFull()),
                sinks(now),
                sections(now.sections()));
    }

    private List<Facts.SectionFacts> sections(Sections sections) {
        Map<String, SectionStanding> standings = relay.standings();
        List<Facts.SectionFacts> facts = new ArrayList<>();
        for (Section section : sections.all()) {
            SectionStanding standing = standings.get(section.name());
            Section.Limit limit = limits.state(section).limit();
            facts.add(
                    standing == null
                            ? new Facts.SectionFacts(section, limit, 0, null, 0)
                            : new Facts.SectionFacts(
                                    section, limit, standing.owed(), oldest(standing), standing.superseded()));
        }
        return facts;
    }

    private static @Nullable Long oldest(SectionStanding standing) {
        return standing.oldestMillis() == Long.MAX_VALUE ? null : standing.oldestMillis();
    }

    private String state(Map<String, Boolean> checks) {
        if (isDraining.getAsBoolean()) {
            return "draining";
        }
        return checks.containsValue(false) ? "not-ready" : "ready";
    }

    private List<Facts.Sink> sinks(WeirConfig now) {
        Map<String, Relay.Status> statuses = new HashMap<>();
        relay.statuses().forEach(status -> statuses.put(status.sink(), status));
        List<Facts.Sink> sinks = new ArrayList<>();
        for (SinkConfig sink : now.sinks()) {
            Relay.Status status = statuses.get(sink.name());
            sinks.add(new Facts.Sink(
                    sink.name(),
                    sink.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                    status != null && status.isWell(),
                    status != null && status.isPaused(),
                    status != null && status.isHolding(),
                    letters(now, sink.name())));
        }
        return sinks;
    }

    private long letters(WeirConfig now, String sink) {
        return now.kafka() == null ? letters.of(sink) : letters.ofPartitions(sink);
    }

    /** -1 where the file system does not say. */
    private static long usableBytes(WeirConfig now) {
        try {
            return Files.getFileStore(now.journal().dir()).getUsableSpace();
        } catch (IOException unknown) {
            return -1;
        }
    }
}
