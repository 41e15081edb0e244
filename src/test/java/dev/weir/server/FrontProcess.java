package dev.weir.server;

import dev.weir.Await;
import dev.weir.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real proxy as a child process, in the foreground, on a free port of this machine. */
final class FrontProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final URI uri;

    private FrontProcess(Process process, Path log, URI uri) {
        this.process = process;
        this.log = log;
        this.uri = uri;
    }

    /** Skips the test, and says why, where a program is not installed. */
    static void require(String program) {
        Assumptions.assumeTrue(
                find(program) != null,
                program + " is not installed, so that nothing is shown of it in front of Weir (apt-get install "
                        + program.replace("varnishd", "varnish") + ")");
    }

    /**
     * Starts it and waits until a request comes through.
     *
     * @param config a resource, in which what stands in braces is replaced
     * @param command the program and its arguments, where {@code {config}}, {@code {dir}} and {@code {port}} are replaced
     */
    static FrontProcess start(Path dir, String config, Map<String, String> values, String... command)
            throws IOException {
        Files.createDirectories(dir);
        int port = FreePort.next();
        String text = resource(config).replace("${dir}", dir.toString()).replace("${listen}", "127.0.0.1:" + port);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        Path file = Files.writeString(dir.resolve("front.conf"), text);
        List<String> words = new ArrayList<>();
        for (String word : command) {
            words.add(word.replace("{config}", file.toString())
                    .replace("{dir}", dir.toString())
                    .replace("{port}", Integer.toString(port)));
        }
        words.set(0, find(command[0]));
        Path log = dir.resolve("front.log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        FrontProcess front = new FrontProcess(process, log, URI.create("http://127.0.0.1:" + port));
        try {
            front.awaitHealth();
        } catch (AssertionError | RuntimeException failure) {
            front.close();
            throw failure;
        }
        return front;
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitHealth() {
        Web web = new Web(uri);
        Await.until("Weir is healthy from where the proxy stands", () -> {
            if (!process.isAlive()) {
                throw new AssertionError(Files.readString(log));
            }
            try {
                return web.get("/health").statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** The program, also where only the administrator looks; or null. */
    private static String find(String program) {
        for (String dir : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":", -1)) {
            Path file = Path.of(dir, program);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        return null;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = FrontProcess.class.getResourceAsStream("/front/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
