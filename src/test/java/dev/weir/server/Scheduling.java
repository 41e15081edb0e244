package dev.weir.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who has the processor when several want it, where clients and the server that they measure share one: by nice values alone, one
 * may still wait for a slice of another, which is milliseconds. Linux, with util-linux's {@code chrt} and {@code taskset}; elsewhere nothing happens.
 */
final class Scheduling {

    private Scheduling() {}

    /** The calling thread has what nobody else wants. */
    static void behindAll() throws IOException {
        chrt("--idle", "0");
    }

    /** The calling thread has it at once; where the user may do so. */
    static void beforeAll() throws IOException {
        chrt("--fifo", "1");
    }

    /** The calling thread runs on this processor alone. */
    static void on(int processor) throws IOException {
        ofThisThread("taskset", "--cpu-list", "--pid", Integer.toString(processor));
    }

    private static void chrt(String policy, String priority) throws IOException {
        ofThisThread("chrt", policy, "--pid", priority);
    }

    private static void ofThisThread(String... command) throws IOException {
        Path self = Path.of("/proc/thread-self");
        if (!Files.exists(self)) {
            return;
        }
        String thread = self.toRealPath().getFileName().toString();
        List<String> words = new ArrayList<>(List.of(command));
        words.add(thread);
        try {
            new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
