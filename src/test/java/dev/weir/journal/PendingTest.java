package dev.weir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal.Failure;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PendingTest {

    private final AtomicInteger answers = new AtomicInteger();

    @Test
    void aBatchHasItsEventsInTheirOrder() {
        List<Envelope> events = List.of(Envelopes.numbered(1), Envelopes.numbered(2), Envelopes.numbered(3));
        Pending batch = Pending.batch(events, new Throwing(answers), 0);

        assertThat(batch.events()).isEqualTo(3);
        assertThat(batch.all()).isEqualTo(events);
        assertThat(List.of(batch.event(0), batch.event(1), batch.event(2))).isEqualTo(events);
    }

    @Test
    void aSingleEventIsABatchOfOne() {
        Envelope event = Envelopes.numbered(1);
        Pending single = new Pending(event, new Throwing(answers), 0);

        assertThat(single.all()).containsExactly(event);
        assertThat(Pending.batch(List.of(event), single.ack(), 0)).isEqualTo(single);
    }

    @Test
    void whoThrowsAtItsAnswerDoesNotStopTheWriter() {
        Pending throwing = new Pending(Envelopes.numbered(1), new Throwing(answers), 0);

        throwing.keep(1);
        throwing.keep(2, Promise.FSYNC);
        throwing.fail(Failure.CLOSED);

        assertThat(answers).hasValue(3);
    }

    /** Counts what it is told, and throws. */
    private record Throwing(AtomicInteger answers) implements Journal.Ack {

        @Override
        public void onKept(long seq) {
            throw new IllegalStateException("kept " + seq + ", answer " + answers.incrementAndGet());
        }

        @Override
        public void onFailed(Failure why) {
            throw new IllegalStateException(why + ", answer " + answers.incrementAndGet());
        }
    }
}
