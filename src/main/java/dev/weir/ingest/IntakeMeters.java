package dev.weir.ingest;

import dev.weir.event.Envelope;
import dev.weir.event.Envelope.Attribution;
import dev.weir.event.Envelope.Bot;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.meter.SectionTags;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The books of the intake, since the process began, in events: each is counted as received, and once more as accepted, as
 * a duplicate, or as rejected with its reason. A request whose events cannot be told, because it is refused before, counts
 * as one; so does a request without events, which is answered. What was received and has no verdict yet is waiting.
 *
 * <p>Counting is a look-up in a small map and one addition. The meters do not show the counts as they move, but as they were
 * at the last {@link #publish()}: between two of these, {@code received = accepted + duplicates +
 * rejected + answered + waiting} holds exactly, and
 * none of them is negative. Safe for many threads.
 */
public final class IntakeMeters {

    /** The dialect tag of requests that found no dialect. */
    public static final String NO_DIALECT = "none";

    private final Map<String, Count> received = new HashMap<>();
    private final Map<String, Map<Rejection, Count>> rejected = new HashMap<>();
    private final Map<String, Map<String, Count>> accepted = new HashMap<>();
    private final Map<String, Count> duplicates = new HashMap<>();
    private final Map<String, Count> answered = new HashMap<>();
    private final Map<Attribution, Counter> attributions = new EnumMap<>(Attribution.class);
    private final Map<Bot, Counter> bots = new EnumMap<>(Bot.class);
    private final List<Count> receipts = new ArrayList<>();
    private final List<Count> verdicts = new ArrayList<>();
    /** Of each dialect, what the sections' counts are shown as. Used under this object's lock. */
    private final Map<String, Map<String, Count>> acceptedByTag = new HashMap<>();

    private final MeterRegistry registry;
    private final SectionTags tags;
    private volatile long waiting;

    /** Where the first sections by name have their own meters. */
    public IntakeMeters(MeterRegistry registry, Collection<String> dialects, Sections sections) {
        this(
                registry,
                dialects,
                sections,
                SectionTags.of(sections.all().stream().map(Section::name).toList()));
    }

    public IntakeMeters(MeterRegistry registry, Collection<String> dialects, Sections sections, SectionTags tags) {
        this.registry = registry;
        this.tags = tags;
        registerDialect(registry, NO_DIALECT);
        for (String dialect : dialects) {
            registerDialect(registry, dialect);
            accepted.put(dialect, new ConcurrentHashMap<>());
            acceptedByTag.put(dialect, new HashMap<>());
        }
        admit(sections);
        for (Attribution attribution : List.of(Attribution.ATTRIBUTED, Attribution.UNATTRIBUTED)) {
            attributions.put(
                    attribution,
                    Counter.builder("weir.conversions")
                            .description("Conversions accepted, by whether their session was seen here")
                            .tag("attribution", attribution.label())
                            .register(registry));
        }
        for (Bot bot : List.of(Bot.CRAWLER, Bot.PREFETCH)) {
            bots.put(
                    bot,
                    Counter.builder("weir.intake.bots")
                            .description("Events of machines that are no visitors, whatever became of them")
                            .tag("kind", bot.label())
                            .register(registry));
        }
        Gauge.builder("weir.intake.waiting", this, meters -> meters.waiting)
                .description("Events that were received and have no verdict yet")
                .register(registry);
    }

    /**
     * From now on these sections may send as well. What was counted of sections that are gone stays in the books. To be called before
     * the first of their requests.
     */
    public synchronized void admit(Sections sections) {
        accepted.forEach((dialect, bySection) -> {
            for (Section section : sections.all()) {
                if (section.keys().containsKey(dialect) && !bySection.containsKey(section.name())) {
                    bySection.put(
                            section.name(),
                            of(acceptedByTag, dialect)
                                    .computeIfAbsent(
                                            tags.of(section.name()), tag -> registerAccepted(registry, dialect, tag)));
                }
            }
        });
    }

    /**
     * Lets the meters show one moment. Every request is received before it has its verdict, so the verdicts are read first:
     * whose verdict is seen, is seen to be received.
     */
    public synchronized void publish() {
        long decided = publish(verdicts);
        waiting = publish(receipts) - decided;
    }

    /** A request was read; it is one event until more is known. */
    void onReceived(String dialect) {
        of(received, dialect).add(1);
    }

    /** A request turned out to be of more events than one, or got one more. */
    void onMoreReceived(String dialect, int events) {
        of(received, dialect).add(events);
    }

    void onAccepted(String dialect, String section, int events) {
        of(of(accepted, dialect), section).add(events);
    }

    void onAttributed(List<Envelope> envelopes) {
        for (int i = 0; i < envelopes.size(); i++) {
            Counter counter = attributions.get(envelopes.get(i).notes().attribution());
            if (counter != null) {
                counter.increment();
            }
        }
    }

    void onBot(Bot kind, int events) {
        Counter counter = bots.get(kind);
        if (counter != null) {
            counter.increment(events);
        }
    }

    /** Events that had been accepted before. */
    void onDuplicates(String dialect, int events) {
        of(duplicates, dialect).add(events);
    }

    /** A request without events got its answer. */
    void onAnswered(String dialect) {
        of(answered, dialect).add(1);
    }

    void onRejected(String dialect, Rejection rejection, int events) {
        of(of(rejected, dialect), rejection).add(events);
    }

    /** A request that was refused before a dialect saw it: received and rejected at once. */
    public void onRefused(String dialect, Rejection rejection) {
        onReceived(dialect);
        onRejected(dialect, rejection, 1);
    }

    /** A request that is none of the intake's, and without events, got its answer at once. */
    public void onAnsweredAtOnce(String dialect) {
        onReceived(dialect);
        onAnswered(dialect);
    }

    private void registerDialect(MeterRegistry registry, String dialect) {
        Count receipt = new Count();
        FunctionCounter.builder("weir.received", receipt, Count::published)
                .description("Events that were read")
                .tag("dialect", dialect)
                .register(registry);
        receipts.add(receipt);
        received.put(dialect, receipt);
        Map<Rejection, Count> reasons = new EnumMap<>(Rejection.class);
        for (Rejection rejection : Rejection.values()) {
            reasons.put(rejection, registerRejected(registry, dialect, rejection));
        }
        rejected.put(dialect, reasons);
        duplicates.put(
                dialect, registerVerdict(registry, dialect, "weir.duplicates", "Events that had been accepted before"));
        answered.put(
                dialect,
                registerVerdict(registry, dialect, "weir.answered", "Requests without events that were answered"));
    }

    private Count registerVerdict(MeterRegistry registry, String dialect, String name, String description) {
        Count count = new Count();
        FunctionCounter.builder(name, count, Count::published)
                .description(description)
                .tag("dialect", dialect)
                .register(registry);
        verdicts.add(count);
        return count;
    }

    private Count registerRejected(MeterRegistry registry, String dialect, Rejection rejection) {
        Count count = new Count();
        FunctionCounter.builder("weir.rejected", count, Count::published)
                .description("Events that were refused, by reason")
                .tag("dialect", dialect)
                .tag("reason", rejection.label())
                .register(registry);
        verdicts.add(count);
        return count;
    }

    private Count registerAccepted(MeterRegistry registry, String dialect, String section) {
        Count count = new Count();
        FunctionCounter.builder("weir.accepted", count, Count::published)
                .description("Events whose promise has been made")
                .tag("dialect", dialect)
                .tag("section", section)
                .register(registry);
        verdicts.add(count);
        return count;
    }

    private static long publish(List<Count> counts) {
        long sum = 0;
        for (Count count : counts) {
            sum += count.publish();
        }
        return sum;
    }

    private static <K, V> V of(Map<K, V> counts, K key) {
        V count = counts.get(key);
        if (count == null) {
            throw new IllegalStateException("no meter was made for " + key);
        }
        return count;
    }

    /** What is counted, and what of it is shown. */
    private static final class Count {
        private final LongAdder live = new LongAdder();
        private volatile long published;

        void add(int events) {
            live.add(events);
        }

        long publish() {
            long sum = live.sum();
            published = sum;
            return sum;
        }

        long published() {
            return published;
        }
    }
}
