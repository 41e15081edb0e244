package dev.weir.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the disk itself takes for what an answer with {@code fsync} waits for: a write into a file that is there, and fdatasync. */
record Disk(double p50Micros, double p99Micros, long times) {

    private static final int TIMES = 1_000;
    private static final long LIMIT_NANOS = 5_000_000_000L;
    private static final int BLOCK = 4_096;

    static Disk measure(Path dir) throws IOException {
        Path file = Files.createTempFile(dir, "disk", "");
        Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            for (int i = 0; i < TIMES; i++) {
                channel.write(block.clear());
            }
            channel.force(true);
            long deadline = System.nanoTime() + LIMIT_NANOS;
            for (int i = 0; i < TIMES && System.nanoTime() < deadline; i++) {
                long start = System.nanoTime();
                channel.write(block.clear(), (long) i * BLOCK);
                channel.force(false);
                micros.recordValue((System.nanoTime() - start) / 1_000);
            }
        } finally {
            Files.delete(file);
        }
        return new Disk(micros.getValueAtPercentile(50), micros.getValueAtPercentile(99), micros.getTotalCount());
    }
}
