package dev.weir.journal.file;

import dev.weir.event.Promise;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class FileJournalContractTest {

    @Nested
    class Fsync extends OnDisk {
        Fsync() {
            super(Promise.FSYNC);
        }
    }

    @Nested
    class Os extends OnDisk {
        Os() {
            super(Promise.OS);
        }
    }

    abstract static class OnDisk extends JournalContract {

        private final Promise promise;

        @TempDir
        Path dir;

        OnDisk(Promise promise) {
            this.promise = promise;
        }

        @Override
        protected Journal open() throws Exception {
            return FileJournal.open(
                    FileJournalOptions.in(dir)
                            .withDurability(promise)
                            .withFileBytes(64 * 1024)
                            .withReserveBytes(0),
                    InstantSource.system(),
                    System::nanoTime,
                    new Random(7),
                    new SimpleMeterRegistry());
        }
    }
}
