package dev.weir.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, run to their end. */
final class Shell {

    private static final int LIMIT_SECONDS = 60;

    private Shell() {}

    /** The program, also where only the administrator looks; or null. */
    static String find(String program) {
        for (String dir : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin:/sbin").split(":", -1)) {
            Path file = Path.of(dir, program);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        return null;
    }

    /** What it said on both streams; fails unless it ended with 0. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    /** As above, but it may fail. */
    static void attempt(String... command) throws IOException, InterruptedException {
        Process process = start(command);
        process.getInputStream().readAllBytes();
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static Process start(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, find(command[0]));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }
}
