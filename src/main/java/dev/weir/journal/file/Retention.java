package dev.weir.journal.file;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which file may go, of those that nobody needs any longer. Confined to the caretaker's thread, but for {@link #onBegun}.
 *
 * <p>How old a file is that was begun by this process is measured by the clock of ages, which nobody sets. Of those before, the
 * header has the time.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Duration keep;
    private final JournalFiles files;
    private final JournalTimes times;
    private final InstantSource clock;
    /** When files were begun, by their first number; as many as there are. */
    private final Map<Long, Long> begunMillis = new ConcurrentHashMap<>();
    /** The oldest file that was looked into, and its last moment. */
    private long known = -1;

    private long knownMillis;

    Retention(Duration keep, JournalFiles files, JournalTimes times, InstantSource clock) {
        this.keep = keep;
        this.files = files;
        this.times = times;
        this.clock = clock;
    }

    /** The file that begins with this number is there from now on. For the writer. */
    void onBegun(long base) {
        if (!keep.isZero()) {
            begunMillis.put(base, clock.millis());
        }
    }

    void onDeleted(long base) {
        begunMillis.remove(base);
    }

    /** The first number of the oldest file, if nobody needs it and it has been kept for long enough; -1 for none. */
    long next(long releasedBelow) {
        long base = files.firstReleased(releasedBelow);
        return base < 0 || keep.isZero() || isOld(base) ? base : -1;
    }

    /** Its newest event is older than the first of the file after it, which says when it was begun. */
    private boolean isOld(long base) {
        if (known != base) {
            try {
                long next = files.baseAfter(base);
                Long begun = begunMillis.get(next);
                knownMillis = begun != null ? begun : times.begunMillis(next);
            } catch (IOException unreadable) {
                LOG.warn("journal keeps no file of which it cannot tell the age: {}", unreadable.toString());
                return true;
            }
            known = base;
        }
        return clock.millis() - knownMillis >= keep.toMillis();
    }
}
