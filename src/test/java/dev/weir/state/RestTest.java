package dev.weir.state;

import dev.weir.Await;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RestTest {

    private final Rest rest = Rest.parked();

    @Test
    void whoWasWokenBeforeDoesNotRest() {
        rest.wake();

        rest.rest(Long.MAX_VALUE);
    }

    @Test
    void whoRestsIsWokenEachTime() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> rest.rest(Long.MAX_VALUE));
            thread.start();
            Await.until("it rests", () -> thread.getState() == Thread.State.TIMED_WAITING);
            rest.wake();
            thread.join();
        }
    }

    @Test
    void itEndsByItself() {
        rest.rest(TimeUnit.MILLISECONDS.toNanos(1));
    }
}
