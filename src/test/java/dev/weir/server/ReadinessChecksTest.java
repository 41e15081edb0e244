package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.admin.Readiness;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.FileJournalOptions;
import dev.weir.relay.Relay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadinessChecksTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aJournalOnHoldIsNotReadyUntilItTakesEventsAgain(@TempDir Path dir) throws Exception {
        try (FileJournal journal = open(dir)) {
            Readiness readiness = ReadinessChecks.of(journal, List::of, () -> true, () -> true);
            assertThat(readiness.holds()).isTrue();
            assertThat(held()).isZero();

            journal.hold(true);
            assertThat(readiness.holds()).isFalse();
            assertThat(held()).isEqualTo(1);

            journal.hold(false);
            assertThat(readiness.holds()).isTrue();
            assertThat(held()).isZero();
        }
    }

    @Test
    void aSinkThatIsNotWellIsShownAndDoesNotDecide(@TempDir Path dir) throws Exception {
        try (FileJournal journal = open(dir)) {
            Relay.Status stopped = new Relay.Status("vendor", Cursor.START, 0, false);

            assertThat(ReadinessChecks.of(journal, () -> List.of(stopped), () -> true, () -> true)
                            .holds())
                    .isTrue();
            assertThat(ReadinessChecks.of(journal, List::of, () -> true, () -> false)
                            .holds())
                    .isFalse();
        }
    }

    private double held() {
        return registry.get("weir.journal.held").gauge().value();
    }

    private FileJournal open(Path dir) throws Exception {
        FileJournalOptions options =
                FileJournalOptions.in(dir).withFileBytes(1 << 20).withReserveBytes(0);
        return FileJournal.open(options, InstantSource.system(), System::nanoTime, new Random(7), registry);
    }
}
