package dev.weir.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process on one of the machines, that can be ended, halted, and started again. Its log goes on over its lives. */
final class Part {

    private static final int START_SECONDS = 120;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private long logged;
    private Process process;

    Part(String name, List<String> command, Map<String, String> environment, Path log) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.log = log;
    }

    void start() throws IOException {
        logged = Files.exists(log) ? Files.size(log) : 0;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /** Waits until it has logged this since its start. */
    void awaitWord(String word) throws IOException {
        Patience.until(name + " is ready (see " + log + ")", START_SECONDS, () -> {
            if (!process.isAlive()) {
                throw new UncheckedIOException(new IOException(name + " ended: " + said()));
            }
            return said().contains(word);
        });
    }

    /** SIGKILL. */
    void kill() throws IOException {
        process.destroyForcibly();
        Patience.until(name + " is gone", START_SECONDS, () -> !process.isAlive());
    }

    /** SIGTERM, and until it has ended. */
    void end() throws IOException {
        process.destroy();
        Patience.until(name + " has ended", START_SECONDS, () -> !process.isAlive());
    }

    void halt() throws IOException {
        Network.run("kill", "-STOP", Long.toString(process.pid()));
    }

    void goOn() throws IOException {
        Network.run("kill", "-CONT", Long.toString(process.pid()));
    }

    private String said() {
        try {
            byte[] all = Files.readAllBytes(log);
            return new String(all, (int) logged, all.length - (int) logged, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
