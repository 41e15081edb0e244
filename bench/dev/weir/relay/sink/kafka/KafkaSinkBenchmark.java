package dev.weir.relay.sink.kafka;

import dev.weir.relay.fake.Events;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events acknowledged per second by one broker on this machine, its own process. One operation is one view, a record of some
 * 500 bytes, handed over by one thread as the relay does, with so many in flight.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
@Fork(1)
public class KafkaSinkBenchmark {

    private static final int DEVICES = 10_000;

    @Param({"256", "4096"})
    int inFlight;

    @Param({"NONE", "LZ4"})
    Compression compression;

    private KafkaBroker broker;
    private KafkaSink sink;
    private Semaphore room;
    private Completion completion;
    private Delivery[] deliveries;
    private int next;

    @Setup(Level.Trial)
    public void open() throws IOException {
        Path dir = Files.createTempDirectory(Path.of("target"), "kafka-bench").toAbsolutePath();
        broker = KafkaBroker.start(dir);
        broker.createTopic("weir", 4);
        sink = KafkaSink.open(
                new KafkaSinkOptions(
                        "bus", broker.bootstrap(), "weir", compression, inFlight, Duration.ofMinutes(2), Map.of()),
                Clock.systemUTC());
        room = new Semaphore(inFlight);
        completion = result -> {
            if (result.outcome() != Outcome.DELIVERED) {
                throw new IllegalStateException(result.toString());
            }
            room.release();
        };
        deliveries = new Delivery[DEVICES];
        for (int i = 0; i < DEVICES; i++) {
            deliveries[i] = Events.delivery(i + 1, 1_764_000_000_000L + i, Events.view("device-" + i, "product-" + i));
        }
    }

    @TearDown(Level.Trial)
    public void close() throws InterruptedException {
        boolean isEmpty = room.tryAcquire(inFlight, 60, TimeUnit.SECONDS);
        if (!isEmpty) {
            throw new IllegalStateException("events in flight that are never acknowledged");
        }
        sink.close();
        broker.close();
    }

    @Benchmark
    public void deliver() throws InterruptedException {
        room.acquire();
        sink.deliver(List.of(deliveries[next]), completion);
        next = (next + 1) % DEVICES;
    }
}
