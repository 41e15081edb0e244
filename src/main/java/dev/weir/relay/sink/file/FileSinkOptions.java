package dev.weir.relay.sink.file;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a file sink writes.
 *
 * @param name the sink's name, with which its files begin
 * @param dir where the files are; made when it is missing
 * @param maxBytes a file is closed before it grows beyond this; one larger batch may exceed it
 * @param maxAge a file is closed when its first line is this old
 * @param gzip whether closed files are compressed
 * @param keepBytes closed files are deleted, oldest first, while they take more than this; null keeps all
 * @param keepFor closed files older than this are deleted; null keeps all
 */
public record FileSinkOptions(
        String name,
        Path dir,
        long maxBytes,
        Duration maxAge,
        boolean gzip,
        @Nullable Long keepBytes,
        @Nullable Duration keepFor) {

    public static final long DEFAULT_MAX_BYTES = 128L << 20;
    public static final Duration DEFAULT_MAX_AGE = Duration.ofHours(1);

    public FileSinkOptions {
        require(maxBytes > 0, name, "max-bytes", maxBytes, "> 0");
        require(isPositive(maxAge), name, "max-age", maxAge, "> 0");
        require(keepBytes == null || keepBytes > 0, name, "keep-bytes", keepBytes, "> 0");
        require(keepFor == null || isPositive(keepFor), name, "keep-for", keepFor, "> 0");
    }

    public static FileSinkOptions of(String name, Path dir) {
        return new FileSinkOptions(name, dir, DEFAULT_MAX_BYTES, DEFAULT_MAX_AGE, true, null, null);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean isMet, String sink, String option, @Nullable Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException(
                    "sinks." + sink + "." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
