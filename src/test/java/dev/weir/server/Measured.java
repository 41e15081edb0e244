package dev.weir.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Figures that a test takes and does not assert, since they are the machine's as well: lines in {@code target/measured}. */
public final class Measured {

    private Measured() {}

    public static void note(Class<?> test, String line) throws IOException {
        Path dir = Files.createDirectories(Path.of("target", "measured"));
        Files.writeString(
                dir.resolve(test.getSimpleName() + ".txt"),
                line + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
