package dev.weir.connection.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What looking at the frames of a request costs: one of headers and one of a body, in one buffer with those of others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameScannerBenchmark {

    private static final int REQUESTS = 16;
    private static final int HEAD_BYTES = 120;
    private static final int BODY_BYTES = 300;

    private final Http2Bounds.Counts bounds = new Http2Bounds.Counts(200, 500);
    private final FrameCounts counts = new FrameCounts();
    private final FrameScanner scanner = new FrameScanner(new Counting(), 0);
    private final ByteBuf requests = requests();
    private int ended;

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int request() {
        scanner.scan(requests);
        return ended;
    }

    private static ByteBuf requests() {
        ByteBuf all = Unpooled.directBuffer();
        for (int i = 0; i < REQUESTS; i++) {
            int stream = 2 * i + 1;
            frame(all, FrameType.HEADERS, FrameType.END_HEADERS, stream, HEAD_BYTES);
            frame(all, FrameType.DATA, FrameType.END_STREAM, stream, BODY_BYTES);
        }
        return all;
    }

    private static void frame(ByteBuf all, int type, int flags, int stream, int length) {
        all.writeMedium(length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeZero(length);
    }

    private final class Counting implements FrameScanner.Frames {
        @Override
        public void onFrame(int type, int flags, int stream, int length) {
            if (counts.onReceived(type, flags, stream, length, bounds) != null) {
                ended++;
            }
        }

        @Override
        public void onGoAway(long code) {}

        @Override
        public void onReset(int stream, long code) {}
    }
}
