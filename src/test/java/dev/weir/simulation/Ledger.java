package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.event.Rejection;
import dev.weir.ingest.Reply;
import dev.weir.journal.CursorStore.Cursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The truth from outside: what clients sent and were told, and what the journal has ever held. Outlives every process. Safe
 * for many threads.
 */
final class Ledger {

    private final Map<Long, Request> sent = new HashMap<>();
    private final Map<Long, Integer> statuses = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Long> seqs = new HashMap<>();
    private final List<AssertionError> problems = new ArrayList<>();
    private long latestNumber;

    synchronized void onSent(Request request) {
        sent.put(request.number(), request);
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
        assertThat(sent.keySet()).as("requests behind the journal's entries").containsAll(seqs.keySet());
    }

    /** The books of a sink say, of everything below the cursor, what really became of it. */
    synchronized void requireTrue(String sink, Cursor books, Destination destination) {
        assertThat(books.nextSeq() - 1).as("events that %s has settled", sink).isLessThanOrEqualTo(lastSeq());
        long delivered = 0;
        long refused = 0;
        long notRouted = 0;
        for (long seq = 1; seq < books.nextSeq(); seq++) {
            if (!Shops.isRouted(entry(seq).section(), sink)) {
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
                .isEqualTo(new Cursor(books.nextSeq(), delivered, 0, refused, notRouted));
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
                sent.keySet().stream()
                        .filter(number -> !statuses.containsKey(number) && !seqs.containsKey(number))
                        .count());
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
        entries.add(new Entry(number, envelope.section(), envelope.deviceId()));
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
    record Entry(long number, String section, @Nullable String device) {}
}
