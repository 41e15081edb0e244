package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InboxWakeTest {

    private static final int WAKERS = 3;
    private static final int WAKE_UPS = 3_000_000;

    /** A wake-up that arrives while the one before is being taken is still no completion. */
    @Test
    void wakeUpIsNeverTakenForACompletion() throws InterruptedException {
        Inbox inbox = new Inbox(16);
        List<Thread> wakers = new ArrayList<>();
        for (int i = 0; i < WAKERS; i++) {
            Thread waker = new Thread(() -> {
                for (int n = 0; n < WAKE_UPS; n++) {
                    inbox.wake();
                }
            });
            waker.start();
            wakers.add(waker);
        }
        Attempt taken = null;
        while (taken == null && wakers.stream().anyMatch(Thread::isAlive)) {
            taken = inbox.poll();
        }
        for (Thread waker : wakers) {
            waker.join();
        }
        assertThat(taken).as("nothing was completed").isNull();
    }
}
