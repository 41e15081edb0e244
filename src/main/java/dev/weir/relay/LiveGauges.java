package dev.weir.relay;

import dev.weir.meter.SectionTags;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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
    /** By the sections' tag, in thousandths of a request a second. Used by the relay's thread alone; the values by any. */
    private final Map<String, AtomicLong> paces = new HashMap<>();

    private long restOfPaces;

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
        restOfPaces = 0;
        for (SectionQueue<?> queue : queues) {
            if (queue.pace.allowedPerSecond() > 0) {
                publish(queue);
            }
        }
    }

    private void publish(SectionQueue<?> queue) {
        String tag = sections.of(queue.section);
        AtomicLong shown = paces.get(tag);
        if (shown == null) {
            shown = new AtomicLong();
            paces.put(tag, shown);
            Gauge.builder("weir.sink.pace", shown, thousandths -> thousandths.get() / 1000.0)
                    .description("Requests a second that go out at most")
                    .tag("sink", sink)
                    .tag("section", tag)
                    .register(registry);
        }
        long thousandths = Math.round(queue.pace.perSecond() * 1000);
        if (SectionTags.OTHER.equals(tag)) {
            // Those that share the tag are shown as their sum.
            restOfPaces += thousandths;
            shown.set(restOfPaces);
        } else {
            shown.set(thousandths);
        }
    }

    private void gauge(String meter, String what, AtomicLong value) {
        Gauge.builder(meter, value, AtomicLong::get)
                .description(what)
                .tag("sink", sink)
                .register(registry);
    }
}
