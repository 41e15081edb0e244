package dev.weir.connection;

import java.util.function.Consumer;

/** What the client of one connection must do next, and how long it may take in all. Confined to the connection's event loop. */
final class ReadingTime {

    private final Deadlines deadlines;
    private final Consumer<Waiting> onTooLong;
    private final DeadlineLine.Place place = new DeadlineLine.Place(this::onDeadline);
    private Waiting waiting = Waiting.NOTHING;

    /** @param onTooLong told what took too long; nothing is waited for then */
    ReadingTime(Deadlines deadlines, Consumer<Waiting> onTooLong) {
        this.deadlines = deadlines;
        this.onTooLong = onTooLong;
    }

    /** What is waited for already goes on. */
    void await(Waiting next) {
        if (waiting == next) {
            return;
        }
        waiting = next;
        switch (next) {
            case NOTHING -> place.leave();
            case HEAD -> deadlines.toHead(place);
            case BODY -> deadlines.toBody(place);
            case LINGER -> deadlines.toLinger(place);
        }
    }

    private void onDeadline() {
        Waiting over = waiting;
        waiting = Waiting.NOTHING;
        onTooLong.accept(over);
    }

    /** What a client must do in time. */
    enum Waiting {
        NOTHING,
        HEAD,
        BODY,
        LINGER
    }
}
