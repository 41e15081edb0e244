package dev.weir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.event.Envelope;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HandOverTest {

    private static final int BASE = Pending.BASE_BYTES;

    private final Acks acks = new Acks();

    @Test
    void bodiesBeyondTheBytesAreRefusedThoughThereIsRoomForMoreEvents() {
        HandOver handOver = new HandOver(16, 2 * (BASE + 1000));

        assertThat(handOver.offer(event(1000))).isTrue();
        assertThat(handOver.offer(event(1000))).isTrue();
        assertThat(handOver.offer(event(0))).isFalse();
        assertThat(handOver.depth()).isEqualTo(2);
    }

    @Test
    void whatIsPolledMakesRoom() {
        HandOver handOver = new HandOver(16, BASE + 1000);
        handOver.offer(event(1000));

        handOver.poll();

        assertThat(handOver.bytes()).isZero();
        assertThat(handOver.offer(event(1000))).isTrue();
    }

    @Test
    void anEventRefusedForTheCountTakesNoBytes() {
        HandOver handOver = new HandOver(16, 1 << 20);
        while (handOver.offer(event(1))) {}

        assertThat(handOver.bytes()).isEqualTo(16 * (BASE + 1));
    }

    @Test
    void theEndGivesAllBytesBackAndSaysWhy() {
        HandOver handOver = new HandOver(16, 1 << 20);
        Acks.Ack before = acks.next();
        Acks.Ack after = acks.next();
        handOver.offer(new Pending(body(7), before, 0));

        handOver.end(Failure.CLOSED);
        handOver.offer(new Pending(body(7), after, 0));

        assertThat(handOver.bytes()).isZero();
        assertThat(before.awaitFailure()).isEqualTo(Failure.CLOSED);
        assertThat(after.awaitFailure()).isEqualTo(Failure.CLOSED);
    }

    @Test
    void theWriterGetsATurnAsOneGroup() throws Exception {
        HandOver handOver = new HandOver(64, 1 << 20);
        Thread writer = waiting(handOver);

        handOver.beginTurn();
        offer(handOver, 31);
        assertThat(isWoken(handOver)).isFalse();
        handOver.endTurn();

        writer.join();
        assertThat(handOver.depth()).isEqualTo(31);
    }

    @Test
    void aLongTurnDoesNotKeepTheWriterWaiting() throws Exception {
        HandOver handOver = new HandOver(64, 1 << 20);
        Thread writer = waiting(handOver);

        handOver.beginTurn();
        offer(handOver, 32);

        writer.join();
    }

    @Test
    void oneThreadsTurnIsNotAnothers() throws Exception {
        HandOver handOver = new HandOver(64, 1 << 20);
        Thread writer = waiting(handOver);
        handOver.beginTurn();
        offer(handOver, 1);

        Thread other = new Thread(() -> offer(handOver, 1));
        other.start();

        writer.join();
        other.join();
    }

    @Test
    void aTurnWithoutEventsWakesNobody() throws Exception {
        HandOver handOver = new HandOver(64, 1 << 20);
        Thread writer = waiting(handOver);
        handOver.beginTurn();
        handOver.endTurn();

        assertThat(isWoken(handOver)).isFalse();
        offer(handOver, 1);
        writer.join();
    }

    @Test
    void aTurnWithinATurnEndsWithTheOuterOne() throws Exception {
        HandOver handOver = new HandOver(64, 1 << 20);
        Thread writer = waiting(handOver);
        handOver.beginTurn();
        handOver.beginTurn();
        offer(handOver, 1);
        handOver.endTurn();
        assertThat(isWoken(handOver)).isFalse();

        handOver.endTurn();

        writer.join();
    }

    @Test
    void aWriterThatHasFinishedWaitsForTheRestOfATurn() throws Exception {
        HandOver handOver = new HandOver(64, 1 << 20);
        handOver.beginTurn();
        offer(handOver, 1);
        Thread writer = gathering(handOver);
        offer(handOver, 1);
        assertThat(isWoken(handOver)).isFalse();

        handOver.endTurn();

        writer.join();
        assertThat(handOver.depth()).isEqualTo(2);
    }

    @Test
    void aWriterThatGathersIsWokenByMuch() throws Exception {
        HandOver handOver = new HandOver(64, 1 << 20);
        handOver.beginTurn();
        offer(handOver, 1);
        Thread writer = gathering(handOver);

        offer(handOver, 31);

        writer.join();
    }

    @Test
    void aWriterThatGathersIsWokenByTheEnd() throws Exception {
        HandOver handOver = new HandOver(64, 1 << 20);
        handOver.beginTurn();
        offer(handOver, 1);
        Thread writer = gathering(handOver);

        handOver.close();

        writer.join();
    }

    @Test
    void aWriterGathersNoLongerThanItMay() {
        HandOver handOver = new HandOver(64, 1 << 20);
        handOver.beginTurn();
        offer(handOver, 1);

        handOver.gather(1);

        assertThat(handOver.isWriterParked()).isFalse();
        assertThat(handOver.depth()).isOne();
    }

    @Test
    void nobodyGathersWhereNothingIsOrNobodyIsInATurn() {
        HandOver handOver = new HandOver(64, 1 << 20);
        handOver.beginTurn();
        handOver.gather(Long.MAX_VALUE);
        offer(handOver, 1);
        handOver.endTurn();

        handOver.gather(Long.MAX_VALUE);

        assertThat(handOver.depth()).isOne();
    }

    private static Thread gathering(HandOver handOver) {
        return waiting(handOver, () -> handOver.gather(Long.MAX_VALUE), Thread.State.TIMED_WAITING);
    }

    /** A writer that ends when there is something to write. */
    @Test
    void aWriterThatRestsGoesOnWhenSomethingComesThoughItsTimeIsNotUp() throws Exception {
        HandOver handOver = new HandOver(16, 1 << 20);
        Thread writer = new Thread(() -> handOver.rest(Long.MAX_VALUE));
        writer.start();
        Await.until("it rests", handOver::isWriterParked);

        handOver.offer(event(1));

        writer.join();
        assertThat(handOver.isFinished()).isFalse();
    }

    @Test
    void aWriterThatRestsGoesOnWhenItIsToFinish() throws Exception {
        HandOver handOver = new HandOver(16, 1 << 20);
        Thread writer = new Thread(() -> handOver.rest(Long.MAX_VALUE));
        writer.start();
        Await.until("it rests", handOver::isWriterParked);

        handOver.close();

        writer.join();
        assertThat(handOver.isFinished()).isTrue();
    }

    private static Thread waiting(HandOver handOver) {
        return waiting(handOver, handOver::await, Thread.State.WAITING);
    }

    private static Thread waiting(HandOver handOver, Runnable wait, Thread.State state) {
        Thread writer = new Thread(wait);
        writer.setDaemon(true);
        writer.start();
        Await.until("the writer waits", () -> handOver.isWriterParked() && writer.getState() == state);
        return writer;
    }

    private static boolean isWoken(HandOver handOver) {
        return !handOver.isWriterParked();
    }

    private void offer(HandOver handOver, int events) {
        for (int i = 0; i < events; i++) {
            assertThat(handOver.offer(event(1))).isTrue();
        }
    }

    @Test
    void aBatchTakesTheBytesOfAllItsEvents() {
        HandOver handOver = new HandOver(16, 1 << 20);

        handOver.offer(batch(5, 100));

        assertThat(handOver.bytes()).isEqualTo(5 * (BASE + 100));
        assertThat(handOver.depth()).isEqualTo(1);
    }

    @Test
    void aBatchIsRefusedWhenItsBytesHaveNoRoom() {
        HandOver handOver = new HandOver(16, 4 * (BASE + 100));

        assertThat(handOver.offer(batch(3, 100))).isTrue();
        assertThat(handOver.offer(batch(2, 100))).isFalse();
        assertThat(handOver.offer(event(100))).isTrue();
    }

    /** To refuse it would never end. */
    @Test
    void aBatchBeyondAllRoomIsTakenWhenNothingElseWaits() {
        HandOver handOver = new HandOver(16, 2 * BASE);
        handOver.offer(event(0));

        boolean besideAnother = handOver.offer(batch(10, 100));
        handOver.poll();
        boolean alone = handOver.offer(batch(10, 100));
        boolean behindIt = handOver.offer(event(0));
        handOver.poll();

        assertThat(besideAnother).isFalse();
        assertThat(alone).isTrue();
        assertThat(behindIt).isFalse();
        assertThat(handOver.bytes()).isZero();
    }

    @Test
    void itIsAsFullAsItsCountOrItsBytesWhicheverIsMore() {
        HandOver byCount = new HandOver(16, 1 << 20);
        offer(byCount, 4);
        HandOver byBytes = new HandOver(16, 2 * BASE);
        byBytes.offer(event(0));

        assertThat(byCount.fill()).isEqualTo(0.25);
        assertThat(byBytes.fill()).isEqualTo(0.5);
        assertThat(new HandOver(16, 1).fill()).isZero();
    }

    /** Each step is the size of a body to offer, or below zero to poll. */
    @Property(tries = 300)
    void theBytesAreThoseOfWhatWaits(@ForAll @Size(max = 200) List<@IntRange(min = -300, max = 700) Integer> steps) {
        long most = 8 * BASE;
        HandOver handOver = new HandOver(16, most);
        Deque<Long> waiting = new ArrayDeque<>();
        for (int step : steps) {
            long sum = waiting.stream().mapToLong(Long::longValue).sum();
            if (step < 0) {
                assertThat(handOver.poll() == null).isEqualTo(waiting.poll() == null);
            } else {
                boolean fits = sum + BASE + step <= most;
                assertThat(handOver.offer(event(step))).isEqualTo(fits);
                if (fits) {
                    waiting.add((long) BASE + step);
                }
            }
            assertThat(handOver.bytes())
                    .isEqualTo(waiting.stream().mapToLong(Long::longValue).sum());
        }
    }

    @RepeatedTest(10)
    void theBytesReturnToNothingThoughManyOfferAndTheWriterEndsAmongThem() throws InterruptedException {
        long most = 5 * (BASE + 100);
        HandOver handOver = new HandOver(1024, most);
        AtomicInteger beyond = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(4);
        List<Thread> appenders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread appender = new Thread(() -> offerMany(handOver, most, beyond, started));
            appender.start();
            appenders.add(appender);
        }
        started.await();
        for (int tries = 0; tries < 20_000; tries++) {
            handOver.poll();
        }
        handOver.end(Failure.FAILED);
        for (Thread appender : appenders) {
            appender.join();
        }
        assertThat(handOver.bytes()).isZero();
        assertThat(beyond).hasValue(0);
    }

    private void offerMany(HandOver handOver, long most, AtomicInteger beyond, CountDownLatch started) {
        started.countDown();
        Pending[] events = {event(0), event(100), event(1000)};
        // Bounded in tries too, so that bytes that leak fail the test and do not hang it.
        int taken = 0;
        for (int tries = 0; taken < 2000 && tries < 1_000_000; tries++) {
            taken += handOver.offer(events[taken % events.length]) ? 1 : 0;
            long bytes = handOver.bytes();
            if (bytes < 0 || bytes > most) {
                beyond.incrementAndGet();
            }
        }
    }

    private Pending event(int bodyBytes) {
        return new Pending(body(bodyBytes), acks.next(), 0);
    }

    private Pending batch(int events, int bodyBytes) {
        return Pending.batch(Collections.nCopies(events, body(bodyBytes)), acks.next(), 0);
    }

    private static Envelope body(int bytes) {
        return Envelopes.withBody("x".repeat(bytes));
    }
}
