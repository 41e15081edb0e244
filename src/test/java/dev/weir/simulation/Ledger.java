package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.event.Rejection;
import dev.weir.ingest.Reply;
import dev.weir.journal.CursorStore.Cursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The truth from outside: what clients sent and were told, and what the journal has ever held. Outlives every process. Safe
 * for many threads.
 */
final class Ledger {

    private static final long REFUSED = 0;

    private final Set<Long> sent = new HashSet<>();
    private final Map<Long, Integer> statuses = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();
    /** What became of batches, by their first number: the journal's number that was told, or that they were refused. */
    private final Map<Long, Long> told = new HashMap<>();

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Long> seqs = new HashMap<>();
    private final List<AssertionError> problems = new ArrayList<>();
    private long latestNumber;

    synchronized void onSent(Request request) {
        sent.add(request.number());
    }

    synchronized void onSent(Batch batch) {
        batches.add(batch);
        for (int i = 0; i < batch.events(); i++) {
            sent.add(batch.firstNumber() + i);
        }
    }

    /** The client of a batch got its answer. */
    void onKept(Batch batch, long firstSeq) {
        noting(() -> tell(batch, firstSeq));
    }

    /** The client of a batch was told that it was not taken. */
    void onRefused(Batch batch) {
        noting(() -> tell(batch, REFUSED));
    }

    /** A client got its answer. */
    void onReply(Request request, Reply reply) {
        noting(() -> reply(request, reply));
    }

    /** The journal holds this: it says so, or was found to after a restart. */
    void onKept(long seq, Envelope envelope) {
        noting(() -> kept(seq, envelope));
    }

    synchronized long lastSeq() {
        return entries.size();
    }

    /** How many events of batches the journal holds. */
    synchronized long keptOfBatches() {
        return batches.stream().mapToLong(batch -> seqsOf(batch).size()).sum();
    }

    synchronized Entry entry(long seq) {
        return entries.get((int) seq - 1);
    }

    /** How many clients were answered with a status from this to that. */
    synchronized long answered(int from, int to) {
        return statuses.values().stream()
                .filter(status -> status >= from && status <= to)
                .count();
    }

    /** What is promised is kept, once; what was refused is not. */
    synchronized void requirePromisesKept() {
        problems.forEach(problem -> {
            throw problem;
        });
        statuses.forEach((number, status) -> {
            if (status < 400) {
                assertThat(seqs).as("accepted").containsKey(number);
            } else {
                assertThat(seqs).as("refused").doesNotContainKey(number);
            }
        });
        batches.forEach(this::requireWhole);
        assertThat(sent).as("requests behind the journal's entries").containsAll(seqs.keySet());
    }

    /** The books of a sink say, of everything below the cursor, what really became of it. */
    synchronized void requireTrue(String sink, Cursor books, Destination destination) {
        assertThat(books.frontier() - 1)
                .as("events that %s has looked at", sink)
                .isLessThanOrEqualTo(lastSeq());
        Map<String, Long> owed = new HashMap<>();
        long delivered = 0;
        long refused = 0;
        long notRouted = 0;
        for (long seq = 1; seq < books.frontier(); seq++) {
            Cursor.Behind behind = books.behind().get(entry(seq).section());
            if (behind != null && seq >= behind.fromSeq()) {
                owed.merge(entry(seq).section(), 1L, Long::sum);
            } else if (entry(seq).isCarriedTo(sink)) {
                delivered++;
            } else if (!entry(seq).isOwedTo(sink)) {
                notRouted++;
            } else if (destination.refuses(seq)) {
                refused++;
            } else {
                assertThat(destination.has(seq))
                        .as("%s has event %s, which is below its cursor %s", sink, seq, books)
                        .isTrue();
                delivered++;
            }
        }
        assertThat(books)
                .as("books of %s", sink)
                .isEqualTo(new Cursor(books.frontier(), delivered, 0, refused, 0, notRouted, books.behind()));
        books.behind()
                .forEach((section, behind) -> assertThat(owed.get(section))
                        .as("what %s owes %s", sink, section)
                        .isEqualTo(behind.owed()));
    }

    synchronized void countInto(Census census) {
        statuses.values().forEach(status -> census.count("status " + status, 1));
        census.count(
                "accepted unheard",
                seqs.keySet().stream()
                        .filter(number -> !statuses.containsKey(number))
                        .count());
        census.count(
                "lost unheard",
                sent.stream()
                        .filter(number -> !statuses.containsKey(number) && !seqs.containsKey(number))
                        .count());
        batches.forEach(batch -> census.count("batch " + fate(batch), 1));
        census.count(
                "carried",
                entries.stream().filter(entry -> entry.carriedTo != null).count());
    }

    private String fate(Batch batch) {
        Long answer = told.get(batch.firstNumber());
        if (answer == null) {
            return seqsOf(batch).isEmpty() ? "lost unheard" : "kept unheard";
        }
        return answer == REFUSED ? "refused" : "kept";
    }

    /** All of it or nothing, in order and in one piece, as it was promised. */
    private void requireWhole(Batch batch) {
        List<Long> found = seqsOf(batch);
        Long answer = told.get(batch.firstNumber());
        if (found.isEmpty()) {
            assertThat(answer)
                    .as("answer to lost batch %s", batch.firstNumber())
                    .isIn(null, REFUSED);
            return;
        }
        List<Long> whole = LongStream.range(found.get(0), found.get(0) + batch.events())
                .boxed()
                .toList();
        assertThat(found).as("numbers of batch %s", batch.firstNumber()).isEqualTo(whole);
        assertThat(answer).as("answer to kept batch %s", batch.firstNumber()).isIn(null, whole.get(0));
    }

    /** The journal's numbers of a batch's events, as far as the journal holds them. */
    private List<Long> seqsOf(Batch batch) {
        return LongStream.range(batch.firstNumber(), batch.firstNumber() + batch.events())
                .mapToObj(seqs::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private void tell(Batch batch, long answer) {
        assertThat(told.put(batch.firstNumber(), answer))
                .as("earlier answer to batch %s", batch.firstNumber())
                .isNull();
    }

    private void reply(Request request, Reply reply) {
        int status = reply.answer().status();
        assertThat(statuses.put(request.number(), status))
                .as("earlier answer to request %s", request.number())
                .isNull();
        Rejection flaw = request.flaw();
        if (status < 400) {
            assertThat(flaw).as("flaw of accepted request %s", request.number()).isNull();
            assertThat(reply.promise()).as("promise of %s", request.number()).isNotNull();
        } else if (status != Rejection.LIMITED.status() && status != Rejection.JOURNAL_FAILED.status()) {
            assertThat(status)
                    .as("status of request %s with flaw %s", request.number(), flaw)
                    .isEqualTo(flaw == null ? null : flaw.status());
        }
    }

    private void kept(long seq, Envelope envelope) {
        long number = Request.numberOf(envelope);
        assertThat(seq).as("number given to request %s", number).isEqualTo(entries.size() + 1);
        assertThat(number).as("order of requests in the journal").isGreaterThan(latestNumber);
        latestNumber = number;
        entries.add(new Entry(
                number,
                envelope.section(),
                envelope.deviceId(),
                envelope.notes().carriedTo()));
        seqs.put(number, seq);
    }

    /** What another thread finds wrong is thrown later, by the one that runs the simulation. */
    private synchronized void noting(Runnable step) {
        try {
            step.run();
        } catch (AssertionError wrong) {
            problems.add(wrong);
        }
    }

    /** An entry of the journal. */
    record Entry(
            long number,
            String section,
            @Nullable String device,
            @Nullable String carriedTo) {

        boolean isCarriedTo(String sink) {
            return sink.equals(carriedTo);
        }

        /** Whether it is the relay that has to bring it there. */
        boolean isOwedTo(String sink) {
            return Shops.isRouted(section, sink) && !isCarriedTo(sink);
        }
    }
}
