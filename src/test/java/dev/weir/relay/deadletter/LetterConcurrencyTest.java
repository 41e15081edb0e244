package dev.weir.relay.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People look and ask while the server writes, puts files aside, deletes them and shortens the ledger. */
class LetterConcurrencyTest {

    private static final int EVENTS = 120;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    Path dir;

    private final AtomicLong millis = new AtomicLong(1000);
    private final AtomicLong refused = new AtomicLong();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Test
    void nothingThatIsAskedForIsLostAndNothingIsListedThatIsNot() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(3);
        Set<Long> arrived;
        try (DeadLetterFile letters = DeadLetterFile.open(
                dir, Desk.SINK, () -> Instant.ofEpochMilli(millis.get()), Desk.SMALL, change -> {})) {
            Future<Integer> odd = people.submit(asking(1));
            Future<Integer> even = people.submit(asking(0));
            Future<Integer> looks = people.submit(this::lookAround);
            arrived = serve(letters);
            isOver.set(true);
            assertThat(odd.get(1, TimeUnit.MINUTES) + even.get(1, TimeUnit.MINUTES))
                    .isEqualTo(EVENTS);
            assertThat(looks.get(1, TimeUnit.MINUTES)).as("looks").isPositive();
        } finally {
            isOver.set(true);
            people.shutdownNow();
        }

        assertThat(arrived).hasSize(EVENTS);
        Desk desk = new Desk(dir, Desk.SMALL);
        assertThat(desk.states()).isEmpty();
        assertThat(desk.names()).containsExactly("vendor.ledger");
    }

    /** Refuses each event once, and takes it when it comes again. */
    private Set<Long> serve(DeadLetterFile letters) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        Set<Long> arrived = new HashSet<>();
        while (arrived.size() < EVENTS && System.nanoTime() < deadline) {
            // There is not always room: then it is tried again, as the relay does.
            if (refused.get() < EVENTS && letters.tryAppend(Desk.refused(refused.get() + 1))) {
                letters.sync();
                refused.incrementAndGet();
            }
            millis.addAndGet(1000);
            for (Kept kept : letters.takeReplays(4)) {
                assertThat(arrived.add(kept.seq())).as("once").isTrue();
                letters.onReplayed(kept.seq());
            }
        }
        return arrived;
    }

    /** Asks for every second event, one by one, as soon as it is refused. */
    private Callable<Integer> asking(int remainder) {
        return () -> {
            int asked = 0;
            for (long seq = 2 - remainder; seq <= EVENTS; seq += 2) {
                long wanted = seq;
                Await.until("event " + wanted + " is refused", () -> refused.get() >= wanted);
                LetterNumbers found = numbersOf(seq);
                assertThat(found.count()).as("letters of event %s", seq).isEqualTo(1);
                LetterRequest request = LetterRequest.replay(found, new LetterNumbers());
                Path half = Files.write(dir.resolve("half-" + remainder), request.toLines());
                Path whole = LetterRequest.file(dir, Desk.SINK, millis.get(), (int) seq);
                Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
                asked++;
            }
            return asked;
        };
    }

    private LetterNumbers numbersOf(long seq) throws IOException {
        LetterNumbers found = new LetterNumbers();
        LetterInspector.of(dir, Desk.SINK, LetterConcurrencyTest::expectUnfinished)
                .read((letter, state, where) -> {
                    if (letter.seq() == seq) {
                        found.add(letter.number(), letter.number());
                    }
                });
        return found;
    }

    private Integer lookAround() throws IOException {
        int looks = 0;
        while (!isOver.get() || looks == 0) {
            List<Long> seen = new ArrayList<>();
            LetterInspector.of(dir, Desk.SINK, LetterConcurrencyTest::expectUnfinished)
                    .read((letter, state, where) -> seen.add(letter.seq()));
            assertThat(seen).doesNotHaveDuplicates().isSorted();
            looks++;
        }
        return looks;
    }

    /** All that may be wrong is that a line is being written. */
    private static void expectUnfinished(String wrong) {
        assertThat(wrong).contains("bytes without an end");
    }
}
