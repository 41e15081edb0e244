package dev.weir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.ReleasePoint.Holder;
import dev.weir.relay.fake.FakeJournal;
import org.junit.jupiter.api.Test;

class ReleasePointTest {

    private final FakeJournal journal = new FakeJournal();
    private final ReleasePoint point = new ReleasePoint(journal);

    @Test
    void whatTheSlowestNeedsIsKept() {
        Holder slow = point.hold(5);
        Holder fast = point.hold(1);

        fast.advance(9);
        assertThat(journal.released()).isEqualTo(5);
        slow.advance(7);

        assertThat(journal.released()).isEqualTo(7);
    }

    @Test
    void aHolderNeverGoesBack() {
        Holder first = point.hold(1);
        Holder second = point.hold(1);
        first.advance(9);

        first.advance(3);
        second.advance(9);

        assertThat(journal.released()).isEqualTo(9);
    }
}
