package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.journal.Envelopes;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentRecordsTest {

    private static final long SIZE = 10;
    private static final Envelope SAME = Envelopes.numbered(1);

    @Test
    void theLatestAreThereAndNoOthers() {
        RecentRecords recent = new RecentRecords(3, 1000, 1);
        addSingles(recent, 1, 10);
        assertThat(held(recent, 20)).containsExactly(8L, 9L, 10L);
        assertThat(recent.find(9).offset()).isEqualTo(900);
    }

    @Test
    void bytesBoundThemToo() {
        RecentRecords recent = new RecentRecords(100, 4 * SIZE, 1);
        addSingles(recent, 1, 10);
        assertThat(held(recent, 20)).containsExactly(7L, 8L, 9L, 10L);
        recent.add(single(11), 3 * SIZE);
        assertThat(held(recent, 20)).containsExactly(10L, 11L);
    }

    @Test
    void aBatchIsFoundByEachOfItsNumbers() {
        RecentRecords recent = new RecentRecords(10, 1000, 1);
        recent.add(batch(1, 3), 3 * SIZE);
        assertThat(held(recent, 20)).containsExactly(1L, 2L, 3L);
        assertThat(recent.find(2).entry(2).seq()).isEqualTo(2);
        assertThat(Envelopes.body(recent.find(3).entry(3).envelope())).isEqualTo("{\"n\":3}");
    }

    @Test
    void aBatchCountsUntilItsLastEventIsGone() {
        RecentRecords recent = new RecentRecords(100, 6 * SIZE, 1);
        recent.add(batch(1, 5), 5 * SIZE);
        addSingles(recent, 6, 6);
        assertThat(held(recent, 20)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        addSingles(recent, 7, 7);
        assertThat(held(recent, 20)).containsExactly(6L, 7L);
    }

    @Test
    void whatIsLargerThanAllTheRoomIsLeftToTheFile() {
        RecentRecords recent = new RecentRecords(4, 5 * SIZE, 1);
        addSingles(recent, 1, 3);
        recent.add(batch(4, 9), SIZE);
        recent.add(single(10), 6 * SIZE);
        assertThat(held(recent, 20)).containsExactly(1L, 2L, 3L);
        addSingles(recent, 11, 12);
        assertThat(held(recent, 20)).containsExactly(11L, 12L);
    }

    @Test
    void nothingIsThereWhereNoneIsWanted() {
        RecentRecords recent = new RecentRecords(0, 1000, 1);
        addSingles(recent, 1, 10);
        assertThat(held(recent, 20)).isEmpty();
    }

    @Test
    void whatComesAfterClearingIsThereAgain() {
        RecentRecords recent = new RecentRecords(3, 3 * SIZE, 1);
        addSingles(recent, 1, 10);
        recent.clear();
        assertThat(held(recent, 20)).isEmpty();
        addSingles(recent, 11, 12);
        assertThat(held(recent, 20)).containsExactly(11L, 12L);
        addSingles(recent, 13, 20);
        assertThat(held(recent, 20)).containsExactly(18L, 19L, 20L);
    }

    @Test
    void numbersMayBeginAnywhere() {
        long next = Long.MAX_VALUE / 2;
        RecentRecords recent = new RecentRecords(3, 1000, next);
        recent.add(single(next), SIZE);
        assertThat(recent.find(next)).isNotNull();
        assertThat(recent.find(next - 4)).isNull();
    }

    private static void addSingles(RecentRecords recent, long from, long to) {
        LongStream.rangeClosed(from, to).forEach(seq -> recent.add(single(seq), SIZE));
    }

    private static RecentRecord single(long seq) {
        return new RecentRecord(1, seq * 100, seq * 100 + 100, new Kept(seq, 7, SAME), List.of());
    }

    private static RecentRecord batch(int from, int to) {
        List<Kept> all = IntStream.rangeClosed(from, to)
                .mapToObj(seq -> new Kept(seq, 7, Envelopes.numbered(seq)))
                .toList();
        return new RecentRecord(1, from * 100L, from * 100L + 100, all.get(0), all.subList(1, all.size()));
    }

    private static List<Long> held(RecentRecords recent, long upTo) {
        return LongStream.rangeClosed(1, upTo)
                .filter(seq -> recent.find(seq) != null)
                .boxed()
                .toList();
    }
}
