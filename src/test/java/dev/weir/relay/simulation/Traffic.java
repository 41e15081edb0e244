package dev.weir.relay.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What visitors do: appends events to the log, in the order of time. */
interface Traffic {

    /** When the next event comes, or {@link Timeline#NEVER}. */
    long next();

    /** Appends the event whose time has come. */
    void emit();

    /** That of several shops; none emits but by this. */
    static Traffic of(List<? extends Traffic> shops) {
        PriorityQueue<Traffic> queue = new PriorityQueue<>(Comparator.comparingLong(Traffic::next));
        queue.addAll(shops);
        return new Traffic() {
            @Override
            public long next() {
                return queue.element().next();
            }

            @Override
            public void emit() {
                Traffic first = queue.remove();
                first.emit();
                queue.add(first);
            }
        };
    }
}
