package dev.weir.compare;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server under test: a process on its own core, which ends when this is closed, or when the process that started it is killed. */
final class Contender implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_NANOS = 50_000_000L;
    private static final long LOOK_FOR_IDLE_NANOS = 300_000_000L;
    /** Of a core. What a JVM at rest takes is about a third of it. */
    private static final double IDLE = 0.03;
    /** Linux: 100 on every platform that counts. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final Entry entry;
    private final Process process;
    private final int port;
    private final Path log;

    private Contender(Entry entry, Process process, int port, Path log) {
        this.entry = entry;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts it, and waits until it answers. */
    static Contender start(Entry entry, int port, Path dir, String cores) throws IOException {
        // The kernel ends it with us, also where we are killed.
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "taskset", "-c", cores));
        command.addAll(entry.command());
        Path log = dir.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(entry.environment());
        Contender contender = new Contender(entry, builder.start(), port, log);
        contender.awaitReady();
        return contender;
    }

    Entry entry() {
        return entry;
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** User and system time of all its threads. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    long residentKib() throws IOException {
        for (String line : Files.readAllLines(proc("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException(entry.name() + ": no VmRSS");
    }

    /** Waits until it has finished what it owes, such as what it delivers after it has answered. */
    void awaitIdle() throws IOException {
        long deadline = System.nanoTime() + IDLE_LIMIT.toNanos();
        double before = cpuSeconds();
        while (System.nanoTime() < deadline) {
            long from = System.nanoTime();
            LockSupport.parkNanos(LOOK_FOR_IDLE_NANOS);
            double now = cpuSeconds();
            if ((now - before) * 1e9 / (System.nanoTime() - from) < IDLE) {
                return;
            }
            before = now;
        }
        throw new IOException(entry.name() + " is still busy " + IDLE_LIMIT.toSeconds() + " s after a round");
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException(entry.name() + " ended at its start: " + Files.readString(log));
            }
            if (isReady()) {
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        throw new IOException(entry.name() + " is not ready after " + START_LIMIT.toSeconds() + " s; see " + log);
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(entry.ready()).toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What is to be started.
     *
     * @param ready a URL that answers 200 once it serves
     * @param does what it does for its answer, for the table
     * @param crowd who asks it
     */
    record Entry(
            String name,
            String does,
            Requests.Shape shape,
            boolean speaksHttp2,
            List<String> command,
            Map<String, String> environment,
            String ready,
            Crowd crowd) {}
}
