package dev.weir.journal.kafka;

import dev.weir.event.Promise;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal.Failure;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What Kafka was given and has not told of, in the order of sending. Each is settled once, by Kafka or by who takes it back. Confined
 * to the sender's thread, but for the outcomes, and {@link #count}.
 */
final class Flights {

    private final Sender.Receiver receiver;
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();
    private final AtomicLong count = new AtomicLong();

    Flights(Sender.Receiver receiver) {
        this.receiver = receiver;
    }

    Flight begin(Pending pending, long millis, long nowNanos) {
        Flight flight = new Flight(pending, millis, nowNanos);
        count.incrementAndGet();
        flights.add(flight);
        return flight;
    }

    boolean isEmpty() {
        trim();
        return flights.isEmpty();
    }

    /** Whether the oldest was sent longer ago than this. */
    boolean areOlderThan(long nanos, long nowNanos) {
        trim();
        Flight oldest = flights.peek();
        return oldest != null && nowNanos - oldest.sentNanos > nanos;
    }

    /** How many are not settled. Safe for many threads. */
    long count() {
        return count.get();
    }

    /** Takes all back that are not settled, in order: Kafka has nothing more to tell of them. */
    void takeBack(Consumer<Flight> taker) {
        for (Flight flight = flights.poll(); flight != null; flight = flights.poll()) {
            if (flight.trySettle()) {
                taker.accept(flight);
            }
        }
    }

    private void trim() {
        Flight oldest = flights.peek();
        while (oldest != null && oldest.isSettled) {
            flights.remove();
            oldest = flights.peek();
        }
    }

    /** An event or a batch. */
    final class Flight implements OpenProducer.Outcome {

        private final Pending pending;
        private final long millis;
        private final long sentNanos;
        private volatile boolean isSettled;

        private Flight(Pending pending, long millis, long sentNanos) {
            this.pending = pending;
            this.millis = millis;
            this.sentNanos = sentNanos;
        }

        Pending pending() {
            return pending;
        }

        /** When it was accepted, Unix milliseconds. */
        long millis() {
            return millis;
        }

        void fail() {
            pending.fail(Failure.FAILED);
        }

        @Override
        public void onThere() {
            if (trySettle()) {
                receiver.onKept(pending, millis, Promise.REPLICATED);
            }
        }

        @Override
        public boolean tryRefuse() {
            if (trySettle()) {
                receiver.onTooLarge(pending);
            }
            return true;
        }

        private synchronized boolean trySettle() {
            if (isSettled) {
                return false;
            }
            isSettled = true;
            count.decrementAndGet();
            return true;
        }
    }
}
