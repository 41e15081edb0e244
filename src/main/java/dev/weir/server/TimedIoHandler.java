package dev.weir.server;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The handler of one event loop, which is asked in each of its turns to wait for sockets and to serve them; and how long the loop did
 * not wait. The time on the wall, not the processor's: a loop that others keep from running is busy. Confined to its event loop, but
 * for {@link #busyNanos()}.
 */
final class TimedIoHandler implements IoHandler {

    private final IoHandler handler;
    private final LongSupplier nanoTime;
    /** One for all turns, so that none makes garbage. */
    private final Turn turn = new Turn();

    private final AtomicLong busyNanos = new AtomicLong();
    private long leftNanos;

    TimedIoHandler(IoHandler handler, LongSupplier nanoTime) {
        this.handler = handler;
        this.nanoTime = nanoTime;
        this.leftNanos = nanoTime.getAsLong();
    }

    /** How long the loop has been at work. Any thread may ask; a turn counts when it ends. */
    long busyNanos() {
        return busyNanos.get();
    }

    @Override
    public void initialize() {
        handler.initialize();
        leftNanos = nanoTime.getAsLong();
    }

    @Override
    public int run(IoHandlerContext context) {
        long entered = nanoTime.getAsLong();
        turn.begin(context);
        int handled = handler.run(turn);
        long left = nanoTime.getAsLong();
        // Between two turns the loop runs tasks.
        long busy = entered - leftNanos + (turn.mayWait ? turn.activeNanos : left - entered);
        busyNanos.lazySet(busyNanos.get() + busy);
        leftNanos = left;
        return handled;
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public void wakeup() {
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }

    /** What the loop lets its handler know, with the handler's answer: how much of a turn it did not wait. */
    private static final class Turn implements IoHandlerContext {

        private @Nullable IoHandlerContext loop;
        private boolean mayWait;
        private long activeNanos;

        void begin(IoHandlerContext context) {
            loop = context;
            mayWait = false;
            activeNanos = 0;
        }

        private IoHandlerContext loop() {
            IoHandlerContext current = loop;
            if (current == null) {
                throw new IllegalStateException("asked outside of a turn");
            }
            return current;
        }

        @Override
        public boolean canBlock() {
            boolean mayWaitNow = loop().canBlock();
            // Asked again after the wait, the answer may be no.
            mayWait |= mayWaitNow;
            return mayWaitNow;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return loop().delayNanos(currentTimeNanos);
        }

        @Override
        public long deadlineNanos() {
            return loop().deadlineNanos();
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return true;
        }

        @Override
        public void reportActiveIoTime(long activeNanos) {
            this.activeNanos += activeNanos;
            if (loop().shouldReportActiveIoTime()) {
                loop().reportActiveIoTime(activeNanos);
            }
        }
    }
}
