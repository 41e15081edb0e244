package dev.weir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;

/** What figures were measured on and when, in words that stand beside them. */
public final class Hardware {

    private Hardware() {}

    /** @param cores what the processor's cores were, to follow their number */
    public static String words(String cores) throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("an unknown processor");
        return LocalDate.now(Clock.systemUTC()) + ", " + model + ", "
                + Runtime.getRuntime().availableProcessors() + " " + cores + ", Linux "
                + System.getProperty("os.version") + ", JDK " + Runtime.version();
    }

    /** How many wanted a core in the last minute, on average. */
    public static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
