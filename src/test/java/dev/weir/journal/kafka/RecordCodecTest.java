package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.Acks;
import dev.weir.journal.Envelopes;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.JournalReader.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    /** A header, and the length of each. */
    private static final int LEAST_BYTES = 6 + 4 * 4;

    private final Acks acks = new Acks();

    @Test
    void aBatchIsReadAsItWasWritten() {
        byte[] value = RecordCodec.value(batch(3));
        List<Entry> entries = RecordCodec.entries(value, 7, 99);
        assertThat(entries).extracting(Entry::seq).containsExactly(7L, 8L, 9L);
        for (int i = 0; i < 3; i++) {
            Entry.Kept kept = (Entry.Kept) entries.get(i);
            assertThat(kept.timeMillis()).isEqualTo(99);
            assertThat(Envelopes.same(kept.envelope(), Envelopes.numbered(i))).isTrue();
        }
    }

    @Test
    void whatIsNoneOfOursTakesOneNumber() {
        assertThat(RecordCodec.entries(null, 7, 0)).containsExactly(new Entry.Damaged(7, 7));
        assertThat(RecordCodec.entries(new byte[0], 7, 0)).containsExactly(new Entry.Damaged(7, 7));
        assertThat(RecordCodec.entries("{\"a\":1}".getBytes(), 7, 0)).containsExactly(new Entry.Damaged(7, 7));
    }

    @Test
    void whatIsCutOrFlippedTakesAsManyNumbersForEveryone() {
        byte[] whole = RecordCodec.value(batch(4));
        Random random = new Random(3);
        for (int i = LEAST_BYTES; i < whole.length; i++) {
            byte[] cut = Arrays.copyOf(whole, i);
            List<Entry> entries = RecordCodec.entries(cut, 1, 0);
            assertThat(RecordCodec.lastSeq(entries.get(entries.size() - 1))).isEqualTo(4);
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            assertThat(RecordCodec.entries(flipped, 1, 0)).hasSize(4);
        }
    }

    @Test
    void theKeyIsTheSectionAndTheDevice() {
        byte[] key = RecordCodec.key(new Pending(Envelopes.numbered(1), acks.next(), 0));
        String device = Envelopes.numbered(1).deviceId();
        assertThat(key == null ? null : new String(key))
                .isEqualTo(device == null ? null : Envelopes.numbered(1).section() + "\0" + device);
    }

    private Pending batch(int events) {
        return Pending.batch(
                IntStream.range(0, events).mapToObj(Envelopes::numbered).toList(), acks.next(), 0);
    }
}
