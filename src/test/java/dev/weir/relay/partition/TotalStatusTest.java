package dev.weir.relay.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import dev.weir.relay.Relay.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotalStatusTest {

    @Test
    void booksOfPartitionsAddUp() {
        Cursor one = new Cursor(11, 4, 2, 1, 0, 1, Map.of("shop", new Behind(3, 2)));
        Cursor other = new Cursor(6, 1, 0, 0, 1, 0, Map.of("shop", new Behind(1, 1), "club", new Behind(2, 2)));
        Status total = TotalStatus.of(
                "vendor",
                List.of(new Status("vendor", one, 5, true), new Status("vendor", other, 7, true)),
                true,
                false);
        assertThat(total.pending()).isEqualTo(12);
        assertThat(total.cursor().frontier()).isEqualTo(16);
        assertThat(total.cursor().delivered()).isEqualTo(5);
        assertThat(total.cursor().settled()).isEqualTo(10);
        assertThat(total.cursor().behind().get("shop").owed()).isEqualTo(3);
        assertThat(total.isWell()).isTrue();
    }

    @Test
    void aSinkWithoutAPartitionOwesNothing() {
        Status total = TotalStatus.of("vendor", List.of(), true, true);
        assertThat(total.pending()).isZero();
        assertThat(total.cursor()).isEqualTo(Cursor.START);
        assertThat(total.isPaused()).isTrue();
    }

    @Test
    void onePartitionThatIsNotWellIsToldOf() {
        Status ill = new Status("vendor", Cursor.START, 1, false);
        assertThat(TotalStatus.of("vendor", List.of(ill), true, false).isWell()).isFalse();
        assertThat(TotalStatus.of("vendor", List.of(), false, false).isWell()).isFalse();
    }
}
