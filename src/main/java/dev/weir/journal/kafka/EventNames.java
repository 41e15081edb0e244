package dev.weir.journal.kafka;

import dev.weir.event.Envelope;
import dev.weir.journal.HandOver.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Names events: what the outcome of sending was unknown of may stand in the topic twice, and both have to be known as the same.
 * Unique in the world, since each process begins with a random id of its own. Confined to one thread.
 */
final class EventNames {

    private final String prefix;
    private long next = 1;

    EventNames(RandomGenerator random) {
        prefix = new UUID(random.nextLong(), random.nextLong()) + "-";
    }

    Pending name(Pending pending) {
        // Fast path: a single event.
        if (pending.events() == 1) {
            return new Pending(name(pending.first()), pending.ack(), pending.handedOverNanos());
        }
        List<Envelope> named = new ArrayList<>(pending.events());
        for (int i = 0; i < pending.events(); i++) {
            named.add(name(pending.event(i)));
        }
        return Pending.batch(named, pending.ack(), pending.handedOverNanos());
    }

    private Envelope name(Envelope envelope) {
        return envelope.named(prefix + Long.toString(next++, Character.MAX_RADIX));
    }
}
