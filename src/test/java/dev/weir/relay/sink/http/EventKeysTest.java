package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.sink.Delivery;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventKeysTest {

    @Test
    void theListHasEachEventsKeyInOrder() {
        assertThat(EventKeys.list(List.of(delivery(2), delivery(1)))).isEqualTo("weir-2-a, weir-1-a");
    }

    @Test
    void aBatchOfTheSameEventsHasTheSameKey() {
        String key = keyOf(delivery(1), delivery(2));

        assertThat(keyOf(delivery(1), delivery(2))).isEqualTo(key);
        assertThat(key).matches("batch-[0-9a-f]{32}");
    }

    @Test
    void aBatchOfOtherEventsHasAnotherKey() {
        assertThat(List.of(
                        keyOf(delivery(1), delivery(2)),
                        keyOf(delivery(2), delivery(1)),
                        keyOf(delivery(1), delivery(2), delivery(3)),
                        keyOf(delivery(1), delivery(3))))
                .doesNotHaveDuplicates();
    }

    @Test
    void asManyKeysAsThereIsRoomForFitIntoTheHeader() {
        Delivery longest = new Delivery(
                new Kept(Long.MAX_VALUE, Long.MAX_VALUE, Events.view("d1", "a")),
                Events.section(),
                new FakeDialect(),
                "weir-0123456789abcdef-");

        int room = EventKeys.room(longest);

        assertThat(room).isGreaterThan(50);
        assertThat(EventKeys.list(Collections.nCopies(room, longest)).length())
                .isLessThanOrEqualTo(EventKeys.MAX_LIST_CHARS);
    }

    private static String keyOf(Delivery... batch) {
        return EventKeys.ofBatch(EventKeys.list(List.of(batch)));
    }

    private static Delivery delivery(long seq) {
        return Events.delivery(seq, 10, Events.view("d1", "a"));
    }
}
