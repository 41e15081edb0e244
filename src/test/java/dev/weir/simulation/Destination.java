package dev.weir.simulation;

import dev.weir.relay.sink.Sink;
import java.util.concurrent.atomic.AtomicLong;

/** A place outside the process, which outlives it. */
interface Destination {

    String name();

    /** Whether it will never take this event. */
    boolean refuses(long seq);

    /** Whether it has the event for good. */
    boolean has(long seq);

    /** From now on it takes or refuses everything at once. */
    void getWell();

    /** How often it was given what it had already. */
    long repeats();

    /** How the next process reaches it. */
    Line connect(Death death);

    /** The end of all: it has what it should have, as it should have it, and nothing else. */
    void requireComplete(Ledger ledger);

    /** A process's way to it. */
    abstract class Line implements Sink {

        private final AtomicLong rounds = new AtomicLong();
        private final AtomicLong given = new AtomicLong();
        private final String name;
        private final Order order;

        Line(String name, Order order) {
            this.name = name;
            this.order = order;
        }

        @Override
        public final String name() {
            return name;
        }

        @Override
        public final Order order() {
            return order;
        }

        @Override
        public final int maxInFlight() {
            return 8;
        }

        /** How many rounds the relay has made. */
        final long rounds() {
            return rounds.get();
        }

        /** How many deliveries have come. */
        final long given() {
            return given.get();
        }

        final void onGiven() {
            given.incrementAndGet();
        }

        final void onRound() {
            rounds.incrementAndGet();
        }

        /** Answers what has been left waiting. */
        void answerSome() {}

        @Override
        public void close() {}
    }
}
