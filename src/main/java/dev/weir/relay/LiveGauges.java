package dev.weir.relay;

import dev.weir.meter.SectionTags;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The gauges that show how a sink is doing at this moment: written by the relay's thread of the sink after its rounds, read by
 * any.
 */
final class LiveGauges {

    private final MeterRegistry registry;
    private final String sink;
    private final SectionTags sections;
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong limit = new AtomicLong();
    private final AtomicLong isOpen = new AtomicLong();
    private final AtomicLong heldBack = new AtomicLong();
    private final AtomicLong releasedEarly = new AtomicLong();
    private final AtomicLong backlogBytes = new AtomicLong();
    /** By section. Written by the relay's thread alone. */
    private final Map<String, Shown> paces = new ConcurrentHashMap<>();
    /** By the sections' tag, in thousandths of a request a second. Used by the relay's thread alone; the values by any. */
    private final Map<String, AtomicLong> gauges = new HashMap<>();

    LiveGauges(MeterRegistry registry, String sink, SectionTags sections) {
        this.registry = registry;
        this.sink = sink;
        this.sections = sections;
        gauge("weir.sink.in_flight", "Calls under way", inFlight);
        gauge("weir.sink.limit", "The most calls under way that the destination is thought to bear", limit);
        gauge("weir.sink.open", "1 while the destination is left alone because it did nothing but fail", isOpen);
        gauge("weir.sink.held_back", "Full-syncs that wait for a later one to replace them", heldBack);
        gauge(
                "weir.sink.released_early",
                "Full-syncs that were released because too many were held back",
                releasedEarly);
        gauge("weir.sink.backlog.bytes", "Bytes of the journal that are kept for this sink", backlogBytes);
    }

    void publish(
            CallPermits permits,
            DeliveryWindow<?> window,
            Collection<? extends SectionQueue<?>> queues,
            long keptBytes) {
        inFlight.set(permits.inFlight());
        limit.set(permits.limit());
        isOpen.set(permits.isOpen() ? 1 : 0);
        heldBack.set(window.heldBack());
        releasedEarly.set(window.releasedEarly());
        backlogBytes.set(keptBytes);
        double rest = 0;
        for (SectionQueue<?> queue : queues) {
            // What had a pace and has none any longer shows that.
            if (queue.pace.allowedPerSecond() > 0 || paces.containsKey(queue.section)) {
                rest += publish(queue);
            }
        }
        // Those that share the tag are shown as their sum.
        if (rest > 0 || gauges.containsKey(SectionTags.OTHER)) {
            gauge(SectionTags.OTHER).set(Math.round(rest * 1000));
        }
    }

    /** Returns what goes to the tag that sections share. */
    private double publish(SectionQueue<?> queue) {
        Shown shown = paces.computeIfAbsent(queue.section, each -> new Shown());
        shown.perSecond = queue.pace.perSecond();
        shown.allowed = queue.pace.allowedPerSecond();
        String tag = sections.of(queue.section);
        if (SectionTags.OTHER.equals(tag)) {
            return shown.perSecond;
        }
        gauge(tag).set(Math.round(shown.perSecond * 1000));
        return 0;
    }

    private AtomicLong gauge(String tag) {
        return gauges.computeIfAbsent(tag, each -> {
            AtomicLong shown = new AtomicLong();
            Gauge.builder("weir.sink.pace", shown, thousandths -> thousandths.get() / 1000.0)
                    .description("Requests a second that go out at most")
                    .tag("sink", sink)
                    .tag("section", tag)
                    .register(registry);
            return shown;
        });
    }

    /** Of the sections that have had something to send, as far as they are shown. Safe for many threads. */
    Map<String, Relay.Pace> paces() {
        Map<String, Relay.Pace> now = new HashMap<>();
        paces.forEach((section, shown) -> now.put(section, new Relay.Pace(shown.perSecond, shown.allowed)));
        return now;
    }

    private void gauge(String meter, String what, AtomicLong value) {
        Gauge.builder(meter, value, AtomicLong::get)
                .description(what)
                .tag("sink", sink)
                .register(registry);
    }

    /** One section's pace. */
    private static final class Shown {
        private volatile double perSecond;
        private volatile long allowed;
    }
}
