package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Has the fsyncs of a process fail or take long, by strace: those of one of its threads, while this is open; or, as words before its
 * command, those of all its threads from the start.
 */
final class SyscallFault implements AutoCloseable {

    private static final String SYNCS = "fsync,fdatasync";
    /** What Linux keeps of a thread's name. */
    private static final int KEPT_OF_NAME = 15;

    private static final Pattern TIME = Pattern.compile("(\\d+\\.\\d+) ");

    private static final long MICROS_A_SECOND = 1_000_000;

    private final Process strace;
    private final Path log;

    private SyscallFault(Process strace, Path log) {
        this.strace = strace;
        this.log = log;
    }

    /** Skips the test, and says why, where there is no strace, or it may not look into others. */
    static void require() {
        Needs.root();
        Needs.program("strace", "strace");
    }

    /** What is to stand before the command of a process so that each of its fsyncs takes longer by this. */
    static List<String> delay(int millis) {
        return List.of(
                // As a grandchild: the process is then the one that was started, and ends when it is killed.
                "strace",
                "-D",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + SYNCS,
                "-e",
                "inject=" + SYNCS + ":delay_enter=" + millis * 1000);
    }

    /**
     * Takes hold of one thread.
     *
     * @param thread its name as Java has it
     * @param what as strace's inject has it, such as {@code error=EIO:when=1+}
     */
    static SyscallFault in(long pid, String thread, String what) throws IOException {
        String tid = tid(pid, thread);
        Path log = Files.createTempFile("strace", ".log");
        Process strace = new ProcessBuilder(
                        Shell.find("strace"),
                        "-p",
                        tid,
                        "-ttt",
                        "-qq",
                        "-o",
                        log.toString(),
                        "-e",
                        "trace=" + SYNCS,
                        "-e",
                        "inject=" + SYNCS + ":" + what)
                .redirectErrorStream(true)
                .start();
        Path status = Path.of("/proc", Long.toString(pid), "task", tid, "status");
        Await.until("strace has hold of " + thread, () -> {
            if (!strace.isAlive()) {
                throw new AssertionError(new String(strace.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            return Files.readAllLines(status).contains("TracerPid:\t" + strace.pid());
        });
        return new SyscallFault(strace, log);
    }

    /**
     * When the first of them failed or was delayed, if one was: the time when it was called. Under load strace has been seen to end a
     * line between the call and its result, so that the time may stand on a line before that of the result.
     */
    Optional<Instant> first() throws IOException {
        List<String> lines = Files.readAllLines(log);
        String time = null;
        for (String line : lines) {
            Matcher start = TIME.matcher(line);
            time = start.lookingAt() ? start.group(1) : time;
            if (isInjected(line)) {
                assertThat(time).as("a time in %s", lines).isNotNull();
                long micros = (long) (Double.parseDouble(time) * MICROS_A_SECOND);
                return Optional.of(Instant.ofEpochSecond(micros / MICROS_A_SECOND, micros % MICROS_A_SECOND * 1000));
            }
        }
        return Optional.empty();
    }

    /** How many failed or were delayed. */
    int count() throws IOException {
        return (int) Files.readAllLines(log).stream()
                .filter(SyscallFault::isInjected)
                .count();
    }

    @Override
    public void close() throws IOException {
        strace.destroy();
        try {
            strace.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(log);
    }

    private static boolean isInjected(String line) {
        return line.contains("INJECTED") || line.contains("DELAYED");
    }

    private static String tid(long pid, String name) throws IOException {
        String kept = name.substring(0, Math.min(KEPT_OF_NAME, name.length()));
        List<String> seen = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                String comm = Files.readString(task.resolve("comm")).strip();
                seen.add(comm);
                if (comm.equals(kept)) {
                    return task.getFileName().toString();
                }
            }
        }
        throw new AssertionError("no thread " + kept + " among " + seen);
    }
}
