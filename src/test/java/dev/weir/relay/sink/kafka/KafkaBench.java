package dev.weir.relay.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.Relay;
import dev.weir.relay.RelayOptions;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDeadLetters;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.fake.FakeJournal;
import dev.weir.relay.sink.kafka.TopicReader.Record;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A relay with the Kafka sink, before a real broker. */
final class KafkaBench implements AutoCloseable {

    private static final Sections SECTIONS = Sections.of(
            Stream.of("shop", "outlet", "missing").map(KafkaBench::section).toList());

    static final String SINK = "bus";
    /** What the relay delivers at most without having saved its cursor: four times as many as it saves after. */
    static final int MOST_UNSAVED = 400;

    private static final int MOST_HELD = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    final FakeJournal journal = new FakeJournal();
    final FakeDeadLetters deadLetters = new FakeDeadLetters();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Relay relay;

    /** Begins at the saved cursor. */
    void start(KafkaSinkOptions options) {
        RelayOptions quick = new RelayOptions(
                MOST_HELD,
                64 << 20,
                MOST_UNSAVED / 4,
                Duration.ofMillis(20),
                Duration.ofMillis(10),
                Duration.ofMillis(100));
        relay = Relay.start(new Relay.Setup(
                journal,
                () -> SECTIONS,
                label -> new FakeDialect(),
                List.of(new Relay.Outlet(
                        KafkaSink.open(options, Clock.systemUTC()), deadLetters, OutletOptions.UNPACED)),
                quick,
                "weir-",
                Clock.systemUTC(),
                System::nanoTime,
                new Random(1),
                meters));
    }

    void drain() throws InterruptedException {
        assertThat(relay.drain(LIMIT)).as(this::state).isTrue();
    }

    void deliver(KafkaSinkOptions options) throws InterruptedException {
        start(options);
        drain();
    }

    /** Attempts of any outcome but delivered: events wait and are tried again. */
    void awaitFailedAttempts(int count) {
        Await.until(count + " failed attempts", () -> failedAttempts() >= count);
    }

    /** Everything up to this event is delivered, and its cursor saved. */
    void awaitSaved(long seq) {
        Await.until("cursor after " + seq, () -> cursor().nextSeq() > seq);
    }

    /** Accepted and not settled. */
    long pending() {
        return relay.statuses().get(0).pending();
    }

    Cursor cursor() {
        return journal.load(SINK);
    }

    void addViews(int count, int devices) {
        for (int i = 0; i < count; i++) {
            int device = i % devices;
            add(Events.view("d" + device, "d" + device + "-" + i / devices));
        }
    }

    long add(Envelope envelope) {
        return journal.add(1_000_000 + journal.lastSeq(), envelope);
    }

    void closeRelay() {
        if (relay != null) {
            relay.close();
            relay = null;
        }
    }

    @Override
    public void close() {
        closeRelay();
    }

    /** Each event once at least, none dead-lettered, the first arrivals of a device in order, each repetition keyed alike. */
    void assertAllDelivered(List<Record> records, int count) {
        assertThat(deadLetters.kept()).isEmpty();
        Map<String, String> keys = new HashMap<>();
        Map<String, Long> latest = new HashMap<>();
        for (Record record : records) {
            String sequence = record.header("sequence");
            String known = keys.putIfAbsent(sequence, record.header("idempotency-key"));
            if (known == null) {
                long number = Long.parseLong(sequence);
                Long before = latest.put(record.key(), number);
                assertThat(before == null || before < number)
                        .as("order of " + record.key())
                        .isTrue();
            } else {
                assertThat(record.header("idempotency-key")).isEqualTo(known);
            }
        }
        assertThat(keys).hasSize(count);
        assertThat(keys.values()).doesNotHaveDuplicates();
    }

    static KafkaSinkOptions options(String bootstrap, String topic) {
        return KafkaSinkOptions.of(SINK, bootstrap, topic);
    }

    static KafkaSinkOptions options(String bootstrap, String topic, Compression compression) {
        return new KafkaSinkOptions(
                SINK,
                bootstrap,
                topic,
                compression,
                KafkaSinkOptions.DEFAULT_MAX_IN_FLIGHT,
                KafkaSinkOptions.DEFAULT_DELIVERY_TIMEOUT,
                Map.of());
    }

    static KafkaSinkOptions options(String bootstrap, String topic, int maxInFlight, Duration deliveryTimeout) {
        return new KafkaSinkOptions(
                SINK, bootstrap, topic, KafkaSinkOptions.DEFAULT_COMPRESSION, maxInFlight, deliveryTimeout, Map.of());
    }

    /** What is known of a relay that does not get done. */
    private String state() {
        List<String> figures = meters.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("weir.sink."))
                .map(meter -> meter.getId().getName() + meter.getId().getTags() + "=" + values(meter))
                .sorted()
                .toList();
        return "drained within " + LIMIT + ": " + relay.statuses() + "\n" + String.join("\n", figures);
    }

    private static List<Double> values(Meter meter) {
        List<Double> values = new ArrayList<>();
        meter.measure().forEach(measurement -> values.add(measurement.getValue()));
        return values;
    }

    private double failedAttempts() {
        return meters.find("weir.sink.attempts").counters().stream()
                .filter(counter -> !"delivered".equals(counter.getId().getTag("outcome")))
                .mapToDouble(Counter::count)
                .sum();
    }

    private static Section section(String name) {
        Section shop = Events.section(SINK);
        return new Section(
                name,
                Map.of(FakeDialect.LABEL, List.of(new Section.Key("key of " + name, null))),
                shop.reading(),
                shop.answers(),
                shop.limit(),
                shop.identity(),
                shop.sinks());
    }
}
