package dev.weir.server;

import dev.weir.server.config.ConfigException;
import dev.weir.server.config.ConfigReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A start of the embedded config that nobody sees, on free ports and in a folder of its own, which ends as soon as it is ready and
 * has been asked whether it is: while a JVM writes down which classes that took, so that the launcher's next starts need not look for
 * them.
 */
@Command(
        name = "archive-classes",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Start in a folder of its own, and stop: for archives of classes.",
        footer = {"", "Example: java -XX:ArchiveClassesAtExit=weir.jsa -jar weir.jar archive-classes /tmp/weir"})
final class ArchiveClassesCommand implements Callable<Integer> {

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);
    /** What is asked of a server that has just started. */
    private static final List<String> QUESTIONS = List.of("/health/ready", "/health/live", "/metrics");

    @Parameters(paramLabel = "DIR", description = "A folder to be thrown away")
    private Path dir = Path.of("");

    @Override
    public Integer call() throws StartException, ConfigException {
        Map<String, String> environment = Map.of("WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", dir.toString());
        Running running = Wiring.start(new ConfigReader(environment).readDefault());
        try (WarmUpClient client = WarmUpClient.connect(running.privatePort(), questions(), 1)) {
            for (int i = 0; i < QUESTIONS.size(); i++) {
                client.round();
            }
        } catch (IOException slow) {
            // The archive lacks a few classes then, and is good for the others.
        } finally {
            running.drain(DRAIN_LIMIT);
        }
        return 0;
    }

    private static List<byte[]> questions() {
        return QUESTIONS.stream()
                .map(path ->
                        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII))
                .toList();
    }
}
