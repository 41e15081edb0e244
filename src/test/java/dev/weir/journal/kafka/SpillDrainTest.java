package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.Envelopes;
import dev.weir.relay.fake.FakeJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpillDrainTest {

    private final FakeJournal files = new FakeJournal();
    private final ModelKafka kafka = new ModelKafka();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OpenProducer producer = new OpenProducer(kafka.open(), () -> {});

    @Test
    void whatKafkaHasIsNotSentAgainByTheNextOne() {
        add(1, 3);
        drainAll();
        add(4, 4);
        drainAll();

        assertThat(bodies()).containsExactlyElementsOf(numbered(1, 2, 3, 4));
        assertThat(files.cursors().load("kafka")).isEqualTo(new Cursor(5, 4, 0, 0, 0));
        assertThat(files.released()).isEqualTo(5);
    }

    @Test
    void whatWasNotToldOfIsSentAgain() {
        add(1, 2);
        SpillDrain drain = begun();
        assertThat(drain.advance(producer, 0)).isTrue();
        kafka.take(0);
        drain.stop(0);
        drainAll();

        assertThat(bodies()).startsWith(body(1)).endsWith(body(2)).contains(body(2));
        assertThat(files.cursors().load("kafka").frontier()).isEqualTo(3);
    }

    @Test
    void whatTheDiskHasLostIsPassedOverAndCounted() {
        add(1, 1);
        files.addDamaged(2);
        files.addMissing(1);
        add(5, 5);
        drainAll();

        assertThat(bodies()).containsExactlyElementsOf(numbered(1, 5));
        assertThat(files.cursors().load("kafka")).isEqualTo(new Cursor(6, 2, 0, 3, 0));
        assertThat(registry.get("weir.journal.spill.lost").counter().count()).isEqualTo(3);
    }

    @Test
    void whatIsPassedOverTwiceIsCountedOnce() {
        add(1, 1);
        files.addDamaged(2);
        add(4, 4);
        SpillDrain drain = begun();
        assertThat(drain.advance(producer, 0)).isTrue();
        drain.stop(0);
        drain.begin();
        assertThat(drain.advance(producer, 0)).isTrue();
        kafka.takeAndTellAll();
        assertThat(drain.collect(0)).isTrue();

        assertThat(registry.get("weir.journal.spill.lost").counter().count()).isEqualTo(2);
    }

    @Test
    void whatKafkaHasToldOfAtTheLastMomentIsNotSentAgain() {
        add(1, 2);
        SpillDrain drain = begun();
        assertThat(drain.advance(producer, 0)).isTrue();
        kafka.takeAndTellAll();
        drain.stop(0);

        assertThat(drain.drainedSeq()).isEqualTo(2);
        assertThat(files.cursors().load("kafka").frontier()).isEqualTo(3);
    }

    @Test
    void itsAgeIsThatOfTheOldestWhichKafkaHasNot() {
        files.add(1_000, Envelopes.numbered(1));
        files.add(5_000, Envelopes.numbered(2));
        SpillDrain drain = begun();
        assertThat(drain.ageMillis(6_000)).isEqualTo(5_000);

        assertThat(drain.advance(producer, 0)).isTrue();
        kafka.takeAndTellAll();
        assertThat(drain.collect(0)).isTrue();
        assertThat(drain.ageMillis(6_000)).isEqualTo(1_000);
    }

    private void drainAll() {
        SpillDrain drain = begun();
        while (drain.advance(producer, 0)) {
            kafka.takeAndTellAll();
        }
        assertThat(drain.collect(0)).isTrue();
        drain.stop(0);
    }

    private SpillDrain begun() {
        SpillDrain drain = new SpillDrain(files, "topic", new SpillMeters(registry), () -> {});
        drain.begin();
        return drain;
    }

    private void add(int from, int to) {
        for (int i = from; i <= to; i++) {
            long unused = files.add(0, Envelopes.numbered(i));
        }
    }

    private List<String> bodies() {
        return kafka.log().stream().map(Envelopes::body).toList();
    }

    private static List<String> numbered(int... numbers) {
        return Arrays.stream(numbers).mapToObj(SpillDrainTest::body).toList();
    }

    private static String body(int number) {
        return Envelopes.body(Envelopes.numbered(number));
    }
}
