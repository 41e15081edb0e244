package dev.weir.connection;

import io.netty.channel.Channel;
import java.time.Duration;

/**
 * For how long the next request of a connection waits, unread, whose last one was refused for want of room. Who was told to come back later and
 * comes at once would be told again, and thousands of these would have the loop do nothing else. Who heeds it finds that the time is
 * over. HTTP/1.1 alone: a connection of HTTP/2 has another guard, and goes on. Confined to the connection's event loop.
 */
public final class ClientRest {

    /** As long as the least {@code Retry-After}; a tenth of a second more, or longer where thousands are over at once. */
    static final Duration TIME = Duration.ofSeconds(1);

    private final Deadlines deadlines;
    private final Runnable onOver;
    private final DeadlineLine.Place place = new DeadlineLine.Place(this::onDeadline);
    private boolean isUnderWay;

    /** @param onOver told when it is over, unless it was ended */
    ClientRest(Deadlines deadlines, Runnable onOver) {
        this.deadlines = deadlines;
        this.onOver = onOver;
    }

    /** From now on, where the connection has a guard. What it has passed on already is not held up. */
    public static void begin(Channel channel) {
        ConnectionGuard guard = channel.pipeline().get(ConnectionGuard.class);
        if (guard != null) {
            guard.rest().begin();
        }
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    void end() {
        isUnderWay = false;
        place.leave();
    }

    private void begin() {
        if (!isUnderWay) {
            isUnderWay = true;
            deadlines.toRest(place);
        }
    }

    private void onDeadline() {
        isUnderWay = false;
        onOver.run();
    }
}
