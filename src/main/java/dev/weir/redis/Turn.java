package dev.weir.redis;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request that waits for an answer, but not for long; it goes on where it came. Safe for many threads. */
final class Turn {

    private final @Nullable Context asker;
    private final Runnable then;
    private final Counter late;
    private final AtomicBoolean isOver = new AtomicBoolean();

    /**
     * @param asker the loop that the request came on, or null for any
     * @param then called once
     * @param late counts what went on without an answer
     */
    Turn(@Nullable Context asker, Runnable then, Counter late) {
        this.asker = asker;
        this.then = then;
        this.late = late;
    }

    void onAnswer() {
        if (isOver.compareAndSet(false, true)) {
            goOn();
        }
    }

    /** There will be none, or it has been waited for long enough. */
    void onNoAnswer() {
        if (isOver.compareAndSet(false, true)) {
            late.increment();
            goOn();
        }
    }

    private void goOn() {
        if (asker == null) {
            then.run();
        } else {
            // It must not crowd the link's own loop.
            asker.runOnContext(unused -> then.run());
        }
    }
}
