package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Promise;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FileJournalOptionsTest {

    private final FileJournalOptions defaults = FileJournalOptions.in(Path.of("journal"));

    @Test
    void theDefaultPromiseIsFsync() {
        assertThat(defaults.durability()).isEqualTo(Promise.FSYNC);
    }

    @Test
    void aWrongValueIsNamedWithWhatWasExpected() {
        assertRefused(
                () -> defaults.withFileBytes(12),
                "journal.file-bytes: 12 (expected: 65536 to 1073741824, a multiple of 4096)");
        assertRefused(
                () -> defaults.withDurability(Promise.REPLICATED),
                "journal.durability: replicated (expected: fsync, os or memory)");
        assertRefused(() -> defaults.withQueueCapacity(3), "journal.queue-capacity: 3 (expected: 16 to 1048576)");
        assertRefused(() -> defaults.withRecentEvents(-1), "journal.recent-events: -1 (expected: 0 to 65536)");
        assertRefused(() -> defaults.withRecentBytes(-1), "journal.recent-bytes: -1 (expected: >= 0)");
        assertRefused(
                () -> defaults.withMaxBytes(1),
                "journal.max-bytes: 1 (expected: at least four times journal.file-bytes, 268435456)");
        assertRefused(() -> defaults.withReserveBytes(-1), "journal.reserve-bytes: -1 (expected: >= 0)");
        assertRefused(
                () -> defaults.withCheckEvery(Duration.ofSeconds(6)),
                "journal.check-every: PT6S (expected: 1 ms to 5 s)");
    }

    @Test
    void aRecordIsAtMostAQuarterOfAFile() {
        assertThat(defaults.withFileBytes(65536).maxRecordBytes()).isEqualTo(16384);
    }

    @Test
    void theQueueHasRoomForTheLargestRecord() {
        assertRefused(
                () -> defaults.withMaxRecordBytes(10_000).withQueueBytes(12_047),
                "journal.queue-bytes: 12047 (expected: at least 12048, room for one event of the largest record)");
        assertThat(defaults.withMaxRecordBytes(10_000).withQueueBytes(12_048).queueBytes())
                .isEqualTo(12_048);
    }

    private static void assertRefused(ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
