package dev.weir.server.config;

import dev.weir.journal.file.FileJournalOptions;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.OutletOptions.Backlog;
import dev.weir.relay.OutletOptions.Batch;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.pace.BreakerOptions;
import dev.weir.relay.pace.PaceOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how a sink is fed: at which pace, in which batches, and how far it may fall behind. */
final class OutletReader {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private OutletReader() {}

    /** Of a sink that calls a vendor's server. */
    static OutletOptions vendor(ConfigNode sink, int maxInFlight) throws ConfigException {
        ConfigNode node = named(sink);
        try {
            return new OutletOptions(
                    pace(node.nodeUnlessOff("pace"), OutletOptions.VENDOR.pace()),
                    coalesce(node),
                    batch(node.node("batch")),
                    minInFlight(node, maxInFlight),
                    breaker(node.node("breaker")),
                    backlog(node));
        } catch (IllegalArgumentException invalid) {
            throw node.error(node.path() + "." + invalid.getMessage());
        }
    }

    /** Of a sink that takes events as fast as they come, and all of them. */
    static OutletOptions unpaced(ConfigNode sink) throws ConfigException {
        return OutletOptions.UNPACED.with(backlog(named(sink)));
    }

    /**
     * A token bucket.
     *
     * @param pace null if it is off
     * @throws IllegalArgumentException if it is out of bounds; the message begins with {@code pace.}
     */
    static PaceOptions pace(@Nullable ConfigNode pace, PaceOptions fallback) throws ConfigException {
        if (pace == null) {
            return new PaceOptions(0, fallback.capacity());
        }
        PaceOptions options = new PaceOptions(
                pace.number("refill", fallback.refillPerSecond()), pace.number("capacity", fallback.capacity()));
        pace.refuseUnknownKeys();
        return options;
    }

    /** Off is a window of none, and not without room: a section may have a window all the same. */
    private static CoalesceOptions coalesce(ConfigNode node) throws ConfigException {
        CoalesceOptions fallback = CoalesceOptions.DEFAULT;
        ConfigNode coalesce = node.nodeUnlessOff("coalesce");
        if (coalesce == null) {
            return new CoalesceOptions(Duration.ZERO, fallback.maxWindows());
        }
        CoalesceOptions options = new CoalesceOptions(
                coalesce.duration("window", fallback.window(), Duration.ZERO, CoalesceOptions.MAX_WINDOW),
                coalesce.count("max-windows", fallback.maxWindows()));
        coalesce.refuseUnknownKeys();
        if (options.isNever()) {
            throw coalesce.error("max-windows", "0", "> 0");
        }
        return options;
    }

    private static Batch batch(ConfigNode batch) throws ConfigException {
        Batch fallback = Batch.DEFAULT;
        Batch options = new Batch(
                batch.count("max-events", fallback.maxEvents()),
                batch.size("max-bytes", fallback.maxBytes()),
                batch.duration("max-age", fallback.maxAge(), Duration.ZERO, MINUTE));
        batch.refuseUnknownKeys();
        return options;
    }

    /** The least is at most the most: where that is below the default, it is both. */
    private static int minInFlight(ConfigNode node, int maxInFlight) throws ConfigException {
        int min = node.count("min-in-flight", Math.min(OutletOptions.VENDOR.minInFlight(), maxInFlight));
        if (min > maxInFlight) {
            throw node.error("min-in-flight", Integer.toString(min), "at most max-in-flight: " + maxInFlight);
        }
        return min;
    }

    private static BreakerOptions breaker(ConfigNode breaker) throws ConfigException {
        BreakerOptions fallback = BreakerOptions.DEFAULT;
        Duration min = breaker.duration("min-pause", fallback.minPause(), MILLISECOND, HOUR);
        Duration max = breaker.duration("max-pause", fallback.maxPause(), MILLISECOND, HOUR);
        if (max.compareTo(min) < 0) {
            throw breaker.error("max-pause", DurationText.of(max), "at least min-pause: " + DurationText.of(min));
        }
        BreakerOptions options = new BreakerOptions(breaker.count("failures", fallback.failures()), min, max);
        breaker.refuseUnknownKeys();
        return options;
    }

    private static Backlog backlog(ConfigNode node) throws ConfigException {
        Backlog fallback = Backlog.UNBOUNDED;
        if (!node.has("backlog")) {
            return fallback;
        }
        ConfigNode backlog = node.node("backlog");
        if (!backlog.has("max-bytes")) {
            throw backlog.error("max-bytes", "missing", "a size such as 512B, 64KiB, 64MiB or 8GiB");
        }
        long maxBytes = backlog.size("max-bytes", fallback.maxBytes());
        if (maxBytes == 0) {
            throw backlog.error("max-bytes", backlog.text("max-bytes"), "more than 0");
        }
        Backlog options = new Backlog(
                maxBytes, backlog.choice("when-full", fallback.whenFull(), List.of(Backlog.WhenFull.values())));
        backlog.refuseUnknownKeys();
        return options;
    }

    /**
     * What a sink holds back is counted in whole files, of which the one that is written is always one. A bound that the
     * journal itself reaches first would never be noticed.
     */
    static void checkBacklogs(ConfigNode root, List<SinkConfig> sinks, FileJournalOptions journal)
            throws ConfigException {
        for (SinkConfig sink : sinks) {
            long maxBytes = sink.outlet().backlog().maxBytes();
            String path = "sinks." + sink.name() + ".backlog.max-bytes";
            if (maxBytes / 2 < journal.fileBytes()) {
                throw root.error(
                        path,
                        Long.toString(maxBytes),
                        "at least " + 2 * journal.fileBytes() + ", two files of journal.file-bytes");
            }
            if (maxBytes >= journal.maxBytes() && maxBytes != Backlog.UNBOUNDED.maxBytes()) {
                throw root.error(
                        path,
                        Long.toString(maxBytes),
                        "less than journal.max-bytes: " + journal.maxBytes()
                                + ", at which no new events are taken anyway");
            }
        }
    }

    private static ConfigNode named(ConfigNode sink) throws ConfigException {
        return sink.named("sinks." + sink.text("name"));
    }
}
