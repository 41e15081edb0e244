package dev.weir.compare;

import dev.weir.Hardware;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where it runs, in words; and a place to write that is left as it was found. */
final class Machine {

    private final Path data;
    private final String load;

    Machine(Path data) throws IOException {
        this.data = data;
        this.load = Hardware.load();
    }

    Path data() {
        return data;
    }

    /** All threads of this process go to these cores. */
    void pin(String cores) throws IOException {
        Process taskset = new ProcessBuilder(
                        "taskset",
                        "-acp",
                        cores,
                        Long.toString(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .start();
        String output = new String(taskset.getInputStream().readAllBytes());
        if (!output.contains("new affinity")) {
            throw new IOException("cannot run on core " + cores + ": " + output.strip());
        }
    }

    Path freshData() throws IOException {
        removeData();
        return Files.createDirectories(servers());
    }

    void removeData() {
        if (!Files.exists(servers())) {
            return;
        }
        try (Stream<Path> files = Files.walk(servers())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String words() throws IOException {
        return Hardware.words("of its cores for the generator") + ", load before it " + load + ", after it "
                + Hardware.load();
    }

    private Path servers() {
        return data.resolve("servers");
    }
}
