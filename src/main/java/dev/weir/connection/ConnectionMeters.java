package dev.weir.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the connections of some listeners. Safe for many threads. */
final class ConnectionMeters {

    private static final String PORT = "port";
    private static final String REASON = "reason";

    private final Map<OpenConnections.Verdict, Counter> refused = new EnumMap<>(OpenConnections.Verdict.class);
    private final Map<Fault, Counter> faults = new EnumMap<>(Fault.class);
    private final Map<Slowness, Counter> cut = new EnumMap<>(Slowness.class);
    private final LongAdder held = new LongAdder();
    private final LongAdder unread = new LongAdder();

    /** @param port which listeners they are */
    ConnectionMeters(String port, OpenConnections open, MeterRegistry registry) {
        Gauge.builder("weir.connections.open", open, OpenConnections::count)
                .description("Connections that clients have to this server")
                .tag(PORT, port)
                .strongReference(true)
                .register(registry);
        Gauge.builder("weir.connections.held.bytes", held, LongAdder::sum)
                .description(
                        "Bytes that were read and wait until the request before them is answered, or their head is whole")
                .tag(PORT, port)
                .register(registry);
        Gauge.builder("weir.connections.unread.bytes", unread, LongAdder::sum)
                .description("Bytes of answers that clients have not taken, beyond what the kernel keeps for them")
                .tag(PORT, port)
                .register(registry);
        for (OpenConnections.Verdict verdict : OpenConnections.Verdict.values()) {
            if (verdict != OpenConnections.Verdict.ADMITTED) {
                refused.put(
                        verdict,
                        counter(
                                registry,
                                "refused",
                                "Connections closed at once, by which bound",
                                port,
                                verdict.label()));
            }
        }
        for (Fault fault : Fault.values()) {
            faults.put(
                    fault,
                    counter(registry, "faults", "Connections read no further, by what was wrong", port, fault.label()));
        }
        for (Slowness slowness : Slowness.values()) {
            cut.put(
                    slowness,
                    counter(registry, "cut", "Connections closed, by what took too long", port, slowness.label));
        }
    }

    void onRefused(OpenConnections.Verdict verdict) {
        Counter counter = refused.get(verdict);
        if (counter != null) {
            counter.increment();
        }
    }

    void onFault(Fault fault) {
        Counter counter = faults.get(fault);
        if (counter != null) {
            counter.increment();
        }
    }

    void onCut(Slowness slowness) {
        Counter counter = cut.get(slowness);
        if (counter != null) {
            counter.increment();
        }
    }

    /** @param bytes more than before, or fewer */
    void onHeld(int bytes) {
        held.add(bytes);
    }

    /** @param bytes more than before, or fewer */
    void onUnread(long bytes) {
        unread.add(bytes);
    }

    private static Counter counter(
            MeterRegistry registry, String name, String description, String port, String reason) {
        return Counter.builder("weir.connections." + name)
                .description(description)
                .tag(PORT, port)
                .tag(REASON, reason)
                .register(registry);
    }

    /** What took too long, where that is no fault that is answered. */
    enum Slowness {
        /** Nothing of a head came. */
        SILENT("silent"),
        /** The client does not take what is written to it. */
        UNREAD_ANSWER("unread-answer");

        private final String label;

        Slowness(String label) {
            this.label = label;
        }
    }
}
