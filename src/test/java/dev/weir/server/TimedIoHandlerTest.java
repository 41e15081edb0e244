package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import org.junit.jupiter.api.Test;

/** What of an event loop's time counts as work. */
final class TimedIoHandlerTest {

    private long now = 1_000;
    private long waitsFor;
    private long worksFor;
    private boolean asksAgain;
    private boolean hasTasks;

    private final TimedIoHandler timed = new TimedIoHandler(new FakeHandler(), () -> now);

    @Test
    void waitingIsNoWork() {
        waitsFor = 500;

        turn(true);
        turn(true);

        assertThat(timed.busyNanos()).isZero();
    }

    @Test
    void servingSocketsIsWork() {
        waitsFor = 500;
        worksFor = 30;

        turn(true);
        turn(true);

        assertThat(timed.busyNanos()).isEqualTo(60);
    }

    @Test
    void tasksBetweenTwoTurnsAreWork() {
        turn(true);
        now += 70;
        turn(true);

        assertThat(timed.busyNanos()).isEqualTo(70);
    }

    /** A look at the sockets while tasks wait. */
    @Test
    void aTurnThatMayNotWaitIsWorkFromItsBeginning() {
        waitsFor = 5;
        worksFor = 30;

        turn(false);

        assertThat(timed.busyNanos()).isEqualTo(35);
    }

    /** Because a task has come meanwhile. */
    @Test
    void thatItMayNotWaitAnyLongerDoesNotMakeTheWaitWork() {
        waitsFor = 500;
        worksFor = 30;
        asksAgain = true;

        timed.run(new FakeLoop(true));
        timed.run(new FakeLoop(true));

        assertThat(timed.busyNanos()).isEqualTo(60);
    }

    @Test
    void whatWasBeforeTheLoopBeganDoesNotCount() {
        now += 900;
        timed.initialize();
        turn(true);

        assertThat(timed.busyNanos()).isZero();
    }

    private void turn(boolean mayWait) {
        assertThat(timed.run(new FakeLoop(mayWait))).isEqualTo(3);
    }

    private final class FakeLoop implements IoHandlerContext {

        private final boolean mayWait;

        FakeLoop(boolean mayWait) {
            this.mayWait = mayWait;
        }

        @Override
        public boolean canBlock() {
            return mayWait && !hasTasks;
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return 0;
        }
    }

    /** Waits, then works, as handlers do. */
    private final class FakeHandler implements IoHandler {
        @Override
        public int run(IoHandlerContext context) {
            assertThat(context.canBlock()).isIn(true, false);
            now += waitsFor;
            hasTasks = asksAgain;
            assertThat(context.canBlock()).isIn(true, false);
            hasTasks = false;
            now += worksFor;
            if (context.shouldReportActiveIoTime()) {
                context.reportActiveIoTime(worksFor);
            }
            return 3;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return false;
        }
    }
}
