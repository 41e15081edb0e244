package dev.weir.journal;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the journal's writer does for each event, but for the disk. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnvelopeCodecBenchmark {

    @Param({"ascii", "wide"})
    public String texts;

    private final ByteBuffer into = ByteBuffer.allocateDirect(64 << 10);
    private Envelope envelope;

    @Setup
    public void make() {
        String page = texts.equals("wide")
                ? "https://shop.example/\u30af\u30ea\u30b9\u30de\u30b9"
                : "https://shop.example/product/100500";
        envelope = new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                "7rjVGhMykT",
                "R5eQXkrKCf",
                "R5eQXkrKCf",
                Envelope.Notes.NONE,
                new Envelope.Client(
                        "203.0.113.7",
                        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                        page),
                new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, new byte[300]));
    }

    @Benchmark
    public int measure() {
        return EnvelopeCodec.bytesOf(envelope);
    }

    @Benchmark
    public boolean encode() {
        into.clear();
        return EnvelopeCodec.encode(envelope, into);
    }
}
