package dev.weir.trace.otel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RationTest {

    private final AtomicLong nanos = new AtomicLong(-7);
    private final Ration ration = new Ration(3, nanos::get);

    @Test
    void soManyAreTakenInASecond() {
        assertThat(taken(10)).isEqualTo(3);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(taken(10)).isZero();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(taken(10)).isEqualTo(3);
    }

    @Test
    void whatWasLeftOverIsNotSaved() {
        assertThat(taken(1)).isEqualTo(1);
        nanos.addAndGet(TimeUnit.DAYS.toNanos(200));
        assertThat(taken(10)).isEqualTo(3);
    }

    private int taken(int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += ration.tryTake() ? 1 : 0;
        }
        return taken;
    }
}
