package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BodyMemoryTest {

    private static final int KIB = 1 << 10;

    private final BodyMemory memory = new BodyMemory(64 * KIB);

    @Test
    void largeBodiesLeaveAQuarterToSmallOnes() {
        assertThat(memory.tryTake(40 * KIB, 40 * KIB)).isTrue();
        assertThat(memory.tryTake(9 * KIB, 9 * KIB)).isFalse();
        assertThat(memory.tryTake(8 * KIB, 48 * KIB)).isTrue();

        assertThat(memory.tryTake(8 * KIB, 8 * KIB)).isTrue();
        assertThat(memory.tryTake(8 * KIB, 8 * KIB)).isTrue();
        assertThat(memory.tryTake(1, 1)).isFalse();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        for (int i = 0; i < 8; i++) {
            memory.tryTake(8 * KIB, 8 * KIB);
        }
        memory.give(8 * KIB);

        assertThat(memory.tryTake(8 * KIB, 8 * KIB)).isTrue();
        assertThat(memory.tryTake(1, 1)).isFalse();
    }

    @Test
    void whatIsRefusedTakesNothing() {
        assertThat(memory.tryTake(65 * KIB, 65 * KIB)).isFalse();

        assertThat(memory.tryTake(48 * KIB, 48 * KIB)).isTrue();
    }
}
