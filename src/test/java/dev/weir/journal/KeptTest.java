package dev.weir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTest {

    private static final Event VIEW = new Event.View(Context.EMPTY, Item.of("item"));

    private final Kept kept = new Kept(1, 2, Envelopes.numbered(1));
    private final List<Object> asked = new ArrayList<>();

    @Test
    void anEntryIsDecodedOnceForAllWhoHaveIt() throws RejectedException {
        for (int i = 0; i < 3; i++) {
            assertThat(kept.event(envelope -> {
                        asked.add(envelope);
                        return VIEW;
                    }))
                    .isSameAs(VIEW);
        }
        assertThat(asked).containsExactly(kept.envelope());
    }

    @Test
    void whatOneCouldNotDecodeAnotherMay() throws RejectedException {
        RejectedException why = new RejectedException(Rejection.MALFORMED_JSON, null, "no JSON (expected: an object)");
        assertThatThrownBy(() -> kept.event(envelope -> {
                    throw why;
                }))
                .isSameAs(why);
        assertThat(kept.event(envelope -> VIEW)).isSameAs(VIEW);
    }
}
