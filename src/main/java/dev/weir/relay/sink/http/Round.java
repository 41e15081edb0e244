package dev.weir.relay.sink.http;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that begin together, and so have one deadline and one timer. What has ended is let go at once. Confined to the
 * sink's event loop.
 */
final class Round {

    private final Vertx vertx;
    private final @Nullable Sending[] open;
    private int left;
    private long timer;

    Round(List<Sending> sendings, Vertx vertx) {
        this.vertx = vertx;
        this.open = sendings.toArray(new Sending[0]);
        this.left = open.length;
    }

    /**
     * Begins.
     *
     * @param send is called for each with its number, which is to be told to {@link #onEnd} once
     * @param expire is called after the deadline for each that has not ended
     */
    void start(long timeoutMillis, Send send, Consumer<Sending> expire) {
        timer = vertx.setTimer(timeoutMillis, expired -> expireAll(expire));
        for (int i = 0; i < open.length; i++) {
            Sending sending = open[i];
            if (sending != null) {
                send.send(this, i, sending);
            }
        }
    }

    /** An attempt has ended. Returns false if that was known, or its deadline had passed. */
    boolean onEnd(int number) {
        if (open[number] == null) {
            return false;
        }
        open[number] = null;
        if (--left == 0) {
            vertx.cancelTimer(timer);
        }
        return true;
    }

    private void expireAll(Consumer<Sending> expire) {
        for (int i = 0; i < open.length; i++) {
            Sending sending = open[i];
            if (sending != null) {
                open[i] = null;
                left--;
                expire.accept(sending);
            }
        }
    }

    /** Sends one of the round. */
    interface Send {
        void send(Round round, int number, Sending sending);
    }
}
