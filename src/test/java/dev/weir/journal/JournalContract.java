package dev.weir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import dev.weir.journal.Journal.Handover;
import dev.weir.journal.JournalReader.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every journal does, whatever it is made of. */
public abstract class JournalContract {

    private final Acks acks = new Acks();
    private Journal journal;

    /** Opens the journal, the same one each time. */
    protected abstract Journal open() throws Exception;

    @AfterEach
    void closeJournal() {
        if (journal != null) {
            journal.close();
        }
    }

    @Test
    void aNewJournalHasNoEntries() throws Exception {
        journal = open();
        assertThat(journal.lastSeq()).isZero();
        assertThat(read(1)).isEmpty();
    }

    @Test
    void numbersAreGivenFromOneWithoutGaps() throws Exception {
        journal = open();
        appendNumbered(1, 100);
        assertThat(acks.keptSeqs())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void anAcknowledgedEventIsReadAsItWasAppended() throws Exception {
        journal = open();
        Envelope envelope = new Envelope(
                "pagent",
                "shop-7",
                EventType.PURCHASE,
                "d\u00e9vice",
                "session\uD83D\uDED2",
                null,
                Envelope.Notes.AUTHENTICATED,
                new Envelope.Client("2001:db8::1", "agent/\u4f60\u597d", null),
                new Beacon("POST", "/p", "a=b&\u00e4=%20", Beacon.BodyKind.FORM, new byte[] {0, -1, 7, 127}));
        append(envelope);
        assertThat(read(1)).singleElement().satisfies(entry -> {
            assertThat(entry).isInstanceOf(Entry.Kept.class);
            assertThat(Envelopes.sameButForName(((Entry.Kept) entry).envelope(), envelope))
                    .isTrue();
        });
    }

    @Test
    void aBatchTakesNumbersThatFollowEachOtherAndIsToldItsFirst() throws Exception {
        journal = open();
        appendNumbered(1, 2);
        Acks.Ack batch = acks.next();
        assertThat(journal.append(numbered(3, 5), batch)).isEqualTo(Handover.TAKEN);
        assertThat(batch.await()).isEqualTo(3);
        appendNumbered(6, 7);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 7));
        assertThat(acks.keptSeqs()).containsExactly(1L, 2L, 3L, 6L, 7L);
        assertThat(batch.calls()).isEqualTo(1);
    }

    @Test
    void aReaderMayStartWithinABatch() throws Exception {
        journal = open();
        appendBatch(1, 9);
        appendBatch(10, 14);
        assertThat(bodies(read(4))).isEqualTo(bodies(4, 14));
        assertThat(bodies(read(14))).isEqualTo(bodies(14, 14));
    }

    @Test
    void aBatchIsSeenAsAWhole() throws Exception {
        journal = open();
        List<Long> seen = new CopyOnWriteArrayList<>();
        journal.onGrowth(() -> seen.add(journal.lastSeq()));
        for (int first = 1; first <= 91; first += 10) {
            appendBatch(first, first + 9);
        }
        assertThat(seen).isNotEmpty().allMatch(seq -> seq % 10 == 0);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 100));
    }

    @Test
    void batchesAreThereAfterReopening() throws Exception {
        journal = open();
        appendBatch(1, 3);
        appendNumbered(4, 4);
        appendBatch(5, 8);
        journal.close();
        journal = open();
        assertThat(journal.lastSeq()).isEqualTo(8);
        appendBatch(9, 10);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 10));
    }

    @Test
    void aBatchOfOneIsAnEvent() throws Exception {
        journal = open();
        appendBatch(1, 1);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 1));
    }

    @Test
    void aBatchOfNothingIsNoBatch() throws Exception {
        journal = open();
        assertThatThrownBy(() -> journal.append(List.of(), acks.next()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: at least one");
        assertThat(acks.answered()).isZero();
    }

    @Test
    void theListOfABatchMayBeUsedAgain() throws Exception {
        journal = open();
        List<Envelope> reused = new ArrayList<>();
        for (int first = 1; first <= 41; first += 5) {
            reused.clear();
            reused.addAll(numbered(first, first + 4));
            assertThat(journal.append(reused, acks.next())).isEqualTo(Handover.TAKEN);
        }
        journal.close();
        journal = open();
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 45));
    }

    @Test
    void entriesComeInOrderEachOnce() throws Exception {
        journal = open();
        appendNumbered(1, 200);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 200));
    }

    @Test
    void aReaderStartsWhereItIsTold() throws Exception {
        journal = open();
        appendNumbered(1, 20);
        assertThat(bodies(read(15))).isEqualTo(bodies(15, 20));
    }

    @Test
    void aReaderBeyondTheEndWaits() throws Exception {
        journal = open();
        appendNumbered(1, 3);
        try (JournalReader reader = journal.reader(5)) {
            assertThat(reader.poll()).isNull();
            appendNumbered(4, 5);
            assertThat(reader.poll())
                    .isInstanceOfSatisfying(
                            Entry.Kept.class, kept -> assertThat(kept.seq()).isEqualTo(5));
        }
    }

    @Test
    void aReaderFollowsWhatIsAppendedLater() throws Exception {
        journal = open();
        try (JournalReader reader = journal.reader(1)) {
            for (int i = 1; i <= 50; i++) {
                appendNumbered(i, i);
                Entry entry = reader.poll();
                assertThat(entry).isNotNull();
                assertThat(entry.seq()).isEqualTo(i);
                assertThat(reader.poll()).isNull();
            }
        }
    }

    @Test
    void readersDoNotDisturbEachOther() throws Exception {
        journal = open();
        appendNumbered(1, 10);
        try (JournalReader one = journal.reader(1);
                JournalReader other = journal.reader(1)) {
            one.poll();
            one.poll();
            Entry first = other.poll();
            assertThat(first).isNotNull();
            assertThat(first.seq()).isEqualTo(1);
        }
    }

    @Test
    void growthIsToldAfterItCanBeRead() throws Exception {
        journal = open();
        CountDownLatch grown = new CountDownLatch(1);
        List<Long> seen = new ArrayList<>();
        journal.onGrowth(() -> {
            seen.add(journal.lastSeq());
            grown.countDown();
        });
        appendNumbered(1, 1);
        assertThat(grown.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        journal = open();
        appendNumbered(1, 30);
        journal.close();
        journal = open();
        assertThat(journal.lastSeq()).isEqualTo(30);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 30));
    }

    @Test
    void numberingGoesOnAfterReopening() throws Exception {
        journal = open();
        appendNumbered(1, 3);
        journal.close();
        journal = open();
        appendNumbered(4, 5);
        assertThat(acks.keptSeqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 5));
    }

    @Test
    void whatWasHandedOverIsAcknowledgedBeforeCloseReturns() throws Exception {
        journal = open();
        for (int i = 1; i <= 100; i++) {
            journal.append(Envelopes.numbered(i), acks.next());
        }
        journal.close();
        assertThat(acks.keptSeqs()).hasSize(100);
    }

    @Test
    void aClosedJournalRefuses() throws Exception {
        journal = open();
        journal.close();
        assertThat(journal.append(Envelopes.numbered(1), acks.next())).isEqualTo(Handover.CLOSED);
        assertThat(journal.append(numbered(1, 2), acks.next())).isEqualTo(Handover.CLOSED);
        assertThat(acks.answered()).isZero();
    }

    @Test
    void closingTwiceIsFine() throws Exception {
        journal = open();
        journal.close();
        journal.close();
        assertThat(journal.isHealthy()).isTrue();
    }

    @Test
    void anUnknownSinkStartsAtTheBeginning() throws Exception {
        journal = open();
        assertThat(journal.cursors().load("files")).isEqualTo(Cursor.START);
    }

    @Test
    void aCursorIsThereAfterReopening() throws Exception {
        journal = open();
        appendNumbered(1, 10);
        Cursor cursor = new Cursor(8, 4, 2, 1, 0);
        journal.cursors().save("files", Cursor.START);
        journal.cursors().save("files", cursor);
        journal.close();
        journal = open();
        assertThat(journal.cursors().load("files")).isEqualTo(cursor);
    }

    @Test
    void whatSectionsAreOwedIsThereAfterReopening() throws Exception {
        journal = open();
        appendNumbered(1, 10);
        Cursor cursor =
                new Cursor(9, 1, 0, 0, 2, 1, Map.of("shop", new Behind(2, 3), "s".repeat(64), new Behind(7, 1)));
        journal.cursors().save("files", cursor);
        journal.close();
        journal = open();
        assertThat(journal.cursors().load("files")).isEqualTo(cursor);
        assertThat(journal.cursors().load("files").nextSeq()).isEqualTo(2);
    }

    @Test
    void aJournalOnHoldTakesNothingAndKeepsWhatItHas() throws Exception {
        journal = open();
        appendNumbered(1, 2);
        journal.hold(true);
        assertThat(journal.append(Envelopes.numbered(3), acks.next())).isEqualTo(Handover.HELD);
        assertThat(journal.append(numbered(3, 4), acks.next())).isEqualTo(Handover.HELD);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 2));
        assertThat(journal.isHealthy()).isTrue();
        assertThat(acks.answered()).isEqualTo(2);
    }

    @Test
    void aJournalNoLongerOnHoldTakesEventsAgain() throws Exception {
        journal = open();
        journal.hold(true);
        journal.hold(false);
        appendNumbered(1, 2);
        appendBatch(3, 4);
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 4));
    }

    @Test
    void anAcknowledgementThatThrowsDisturbsNobody() throws Exception {
        journal = open();
        journal.append(Envelopes.numbered(1), new Journal.Ack() {
            @Override
            public void onKept(long seq) {
                throw new IllegalStateException("thrown on purpose");
            }

            @Override
            public void onFailed(Journal.Failure why) {}
        });
        append(Envelopes.numbered(2));
        assertThat(journal.isHealthy()).isTrue();
        assertThat(bodies(read(1))).isEqualTo(bodies(1, 2));
    }

    protected final Journal journal() {
        return journal;
    }

    protected final void append(Envelope envelope) {
        Acks.Ack ack = acks.next();
        assertThat(journal.append(envelope, ack)).isEqualTo(Handover.TAKEN);
        assertThat(ack.await()).isNotNull();
    }

    protected final void appendNumbered(int from, int to) {
        List<Acks.Ack> waiting = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            Acks.Ack ack = acks.next();
            assertThat(journal.append(Envelopes.numbered(i), ack)).isEqualTo(Handover.TAKEN);
            waiting.add(ack);
        }
        waiting.forEach(ack -> assertThat(ack.await()).isNotNull());
    }

    /** Appends the events of these numbers as one batch. */
    protected final void appendBatch(int from, int to) {
        Acks.Ack ack = acks.next();
        assertThat(journal.append(numbered(from, to), ack)).isEqualTo(Handover.TAKEN);
        assertThat(ack.await()).isEqualTo(from);
    }

    protected final List<Entry> read(long from) {
        List<Entry> entries = new ArrayList<>();
        try (JournalReader reader = journal.reader(from)) {
            for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static List<Envelope> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Envelopes::numbered).toList();
    }

    private static List<String> bodies(List<Entry> entries) {
        return entries.stream()
                .map(entry -> Envelopes.body(((Entry.Kept) entry).envelope()))
                .toList();
    }

    private static List<String> bodies(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> Envelopes.body(Envelopes.numbered(n)))
                .toList();
    }
}
