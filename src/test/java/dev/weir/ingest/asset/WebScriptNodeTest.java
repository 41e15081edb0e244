package dev.weir.ingest.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what is told of the script in {@code src/test/web}, in a browser that is made up there. */
final class WebScriptNodeTest {

    private static final Path TESTS = Path.of("src/test/web");
    private static final int LEAST_MAJOR = 18;

    @Test
    void scriptDoesWhatItsTestsTell(@TempDir Path dir) throws Exception {
        assumeTrue(
                nodeMajor(dir) >= LEAST_MAJOR,
                "skipped: no node " + LEAST_MAJOR + " or later is installed (Debian: apt-get install nodejs)");
        List<String> command = new ArrayList<>(List.of("timeout", "120", "node", "--test", "--test-reporter=spec"));
        command.addAll(tests());
        int exit = run(dir, command);
        assertThat(exit).as(output(dir)).isZero();
    }

    private static List<String> tests() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .toList();
        }
    }

    /** 0 where there is none. */
    private static int nodeMajor(Path dir) throws InterruptedException {
        try {
            run(dir, List.of("node", "-p", "process.versions.node.split('.')[0]"));
            return Integer.parseInt(output(dir).strip());
        } catch (IOException | NumberFormatException notThere) {
            return 0;
        }
    }

    private static int run(Path dir, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("node.out").toFile());
        return builder.start().waitFor();
    }

    private static String output(Path dir) throws IOException {
        return Files.readString(dir.resolve("node.out"), StandardCharsets.UTF_8);
    }
}
