package dev.weir.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of all connections of one event loop. When thousands are over at once, which is how attacks end, a few are cut in
 * each turn of the loop, so that those who behave do not wait for it. Confined to that loop.
 */
final class Deadlines {

    /** Short, that of those who came within a second few are over at once. */
    static final Duration TICK = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    /** Some 20 microseconds each, and 50 with an answer. */
    static final int CUTS_A_TURN = 4;

    private final EventLoop loop;
    private final DeadlineLine head;
    private final DeadlineLine body;
    private final DeadlineLine write;
    private final DeadlineLine linger;
    private final DeadlineLine rest;
    /** What is read with, by one connection after the other. */
    private final byte[] window = new byte[8 << 10];

    private final GoingOn goingOn;
    private final long maxUnreadBytes;
    private final ConnectionMeters meters;
    private long tick;
    private boolean isCutting;
    private long unreadBytes;
    private boolean isShedding;

    private Deadlines(EventLoop loop, ConnectionBounds bounds, ConnectionMeters meters) {
        this.loop = loop;
        this.meters = meters;
        this.goingOn = new GoingOn(loop);
        this.maxUnreadBytes = bounds.maxUnreadBytes();
        this.head = line(bounds.headTimeout());
        this.body = line(bounds.bodyTimeout());
        this.write = line(bounds.writeTimeout());
        this.linger = line(ConnectionBounds.LINGER);
        this.rest = line(ClientRest.TIME);
    }

    /** Goes by the loop's own clock, until the loop ends. */
    static Deadlines start(EventLoop loop, ConnectionBounds bounds, ConnectionMeters meters) {
        Deadlines deadlines = new Deadlines(loop, bounds, meters);
        var unused =
                loop.scheduleAtFixedRate(deadlines::onTick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        return deadlines;
    }

    void toHead(DeadlineLine.Place place) {
        head.add(place, tick);
    }

    void toBody(DeadlineLine.Place place) {
        body.add(place, tick);
    }

    void toWrite(DeadlineLine.Place place) {
        write.add(place, tick);
    }

    void toLinger(DeadlineLine.Place place) {
        linger.add(place, tick);
    }

    void toRest(DeadlineLine.Place place) {
        rest.add(place, tick);
    }

    /**
     * Of what clients do not read there is more, or less. Beyond the bound those who have not read for longest are cut before
     * their time.
     */
    void onUnread(long bytes) {
        unreadBytes += bytes;
        meters.onUnread(bytes);
        if (unreadBytes > maxUnreadBytes && !isShedding) {
            isShedding = true;
            // Not now, because one of them is in the middle of writing.
            loop.execute(this::shed);
        }
    }

    GoingOn goingOn() {
        return goingOn;
    }

    byte[] window() {
        return window;
    }

    /** Copies to the begin of the window as many octets as it can hold. */
    void toWindow(ByteBuf bytes, int from, int length) {
        if (bytes.nioBufferCount() == 1) {
            // The buffer's own view, where getBytes would make another for each piece.
            bytes.internalNioBuffer(from, length).get(window, 0, length);
        } else {
            bytes.getBytes(from, window, 0, length);
        }
    }

    private void onTick() {
        tick++;
        if (!isCutting) {
            try {
                cut();
            } catch (RuntimeException bug) {
                // Netty would never call again.
                LOG.error("deadline.failed", bug);
            }
        }
    }

    private void cut() {
        isCutting = false;
        int cuts = 0;
        while (cuts < CUTS_A_TURN && isOneCut()) {
            cuts++;
        }
        if (cuts == CUTS_A_TURN) {
            isCutting = true;
            NextTurn.begin(loop, this::cut);
        }
    }

    private void shed() {
        isShedding = false;
        while (unreadBytes > maxUnreadBytes && write.tryEnd(Long.MAX_VALUE)) {
            // One after the other.
        }
    }

    private boolean isOneCut() {
        return head.tryEnd(tick) || body.tryEnd(tick) || write.tryEnd(tick) || linger.tryEnd(tick) || rest.tryEnd(tick);
    }

    private static DeadlineLine line(Duration limit) {
        return new DeadlineLine((limit.toMillis() + TICK.toMillis() - 1) / TICK.toMillis());
    }
}
