package dev.weir.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged Weir as a child process, on free ports. */
final class WeirProcess implements AutoCloseable {

    private static final Pattern SUMMARY =
            Pattern.compile("weir: (?:(http://\\S+) \\(public\\), )?(http://\\S+) \\(private\\), transport (epoll|nio),"
                    + " durability (fsync|replicated), data .*");
    private static final int START_SECONDS = 60;
    private static final String HEAP = "-Xmx512m";

    private final Process process;
    private final BufferedReader out;
    private final Path log;
    private final URI publicUri;
    private final URI privateUri;

    private WeirProcess(Process process, BufferedReader out, Path log, URI publicUri, URI privateUri) {
        this.process = process;
        this.out = out;
        this.log = log;
        this.publicUri = publicUri;
        this.privateUri = privateUri;
    }

    /** Starts on the embedded default and waits until it serves. */
    static WeirProcess serve(Path data, Map<String, String> environment) throws IOException {
        return start(builder("serve"), data, environment);
    }

    /** Starts on a config file and waits until it serves. */
    static WeirProcess serve(Path config, Path data, Map<String, String> environment) throws IOException {
        return start(builder("serve", "--config", config.toString()), data, environment);
    }

    /** As above, as a part of Weir; one without a public port has {@link #privateUri} for that, too. */
    static WeirProcess serve(String role, Path config, Path data) throws IOException {
        return start(builder("serve", "--config", config.toString(), "--role", role), data, Map.of());
    }

    /**
     * As above, by a command that runs the words that follow it in a process of the same id, as {@code strace -D} does.
     */
    static WeirProcess serveUnder(List<String> wrapper, Path config, Path data, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = builder("serve", "--config", config.toString());
        builder.command().addAll(0, wrapper);
        return start(builder, data, environment);
    }

    /**
     * The same with a heap of its own size.
     *
     * @param launcher what stands before the command, such as taskset; may be empty
     * @param heap as {@code 192m}
     */
    static WeirProcess serve(Path config, Path data, List<String> launcher, String heap) throws IOException {
        ProcessBuilder builder = builder("serve", "--config", config.toString());
        List<String> command = new ArrayList<>(launcher);
        builder.command().forEach(word -> command.add(word.equals(HEAP) ? "-Xmx" + heap : word));
        return start(builder.command(command), data, Map.of());
    }

    private static WeirProcess start(ProcessBuilder builder, Path data, Map<String, String> environment)
            throws IOException {
        Path log = Files.createTempFile("weir", ".log");
        builder.redirectError(log.toFile());
        builder.environment().put("WEIR_PORT", "0");
        builder.environment().put("WEIR_ADMIN_PORT", "0");
        builder.environment().put("WEIR_DATA", data.toString());
        builder.environment().put("WEIR_WARM_UP", "off");
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Matcher summary = SUMMARY.matcher(firstLine(process, out, log));
        if (!summary.matches()) {
            process.destroyForcibly();
            throw new AssertionError("no start-up line; it said: " + Files.readString(log));
        }
        URI privateUri = URI.create(summary.group(2));
        URI publicUri = summary.group(1) == null ? privateUri : URI.create(summary.group(1));
        return new WeirProcess(process, out, log, publicUri, privateUri);
    }

    /** Runs a command to its end. */
    static Result run(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = builder(arguments).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(exitCode(process), output);
    }

    URI publicUri() {
        return publicUri;
    }

    URI privateUri() {
        return privateUri;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has had of processors so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory that it has had in use, of heap and all else, in bytes; 0 where the system does not tell. */
    long mostResidentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    /** What it has logged so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** What it has said on its standard output after its first line. To be asked for when it has ended. */
    List<String> output() {
        return out.lines().toList();
    }

    /** SIGKILL: nothing in the process gets to know. */
    void kill() {
        process.destroyForcibly();
        exitCode(process);
    }

    /** Waits until it ends by itself; the exit code. */
    int awaitEnd() {
        return exitCode(process);
    }

    /** SIGTERM; the exit code. */
    int stop() {
        // By its handle, for else what it has said would be thrown away.
        process.toHandle().destroy();
        return exitCode(process);
    }

    @Override
    public void close() {
        kill();
    }

    private static ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(HEAP);
        command.add("-jar");
        command.add(Path.of("target", "weir.jar").toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static String firstLine(Process process, BufferedReader out, Path log) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("it ended with " + exitCode(process) + " and said: " + Files.readString(log));
        }
        return line;
    }

    private static int exitCode(Process process) {
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + START_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(interrupted));
        }
    }

    /** How a command ended, and what it said on both streams. */
    record Result(int exitCode, String output) {}
}
