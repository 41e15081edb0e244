package dev.weir.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a server in Java spends its processor time while it is asked: by thread, as {@code /proc} has it, and by what it was at, from
 * samples that its threads give after each so much of that time (JEP 509, JDK 25 on Linux). Confined to one thread.
 */
final class Profile {

    private static final String SAMPLE = "jdk.CPUTimeSample";
    private static final double TICKS_PER_SECOND = 100;
    private static final double LEAST_SHARE = 0.005;

    /** The innermost frame that one of these is the beginning of says what it was at; the first that fits counts. */
    private static final Map<String, String> PLACES = places();

    private final Contender contender;
    private final Path recording;
    private Map<String, Double> secondsBefore = Map.of();

    Profile(Contender contender, Path dir) {
        this.contender = contender;
        this.recording = dir.resolve("profile.jfr").toAbsolutePath();
    }

    /** From now on. */
    void begin() throws IOException {
        Files.deleteIfExists(recording);
        jcmd("JFR.start", "name=compare", SAMPLE + "#enabled=true", SAMPLE + "#throttle=1ms");
        secondsBefore = threadSeconds();
    }

    /** @param requests how many were answered meanwhile */
    void print(long requests, Duration took, PrintStream out) throws IOException {
        Map<String, Double> micros = new TreeMap<>();
        threadSeconds()
                .forEach((thread, seconds) ->
                        micros.put(thread, (seconds - secondsBefore.getOrDefault(thread, 0.0)) * 1e6 / requests));
        jcmd("JFR.stop", "name=compare", "filename=" + recording);
        double all = micros.values().stream().mapToDouble(Double::doubleValue).sum();
        out.printf(
                Locale.ROOT,
                "%s: %.0f requests/s, %.1f us of processor time each%n%n",
                contender.entry().name(),
                requests * 1e9 / took.toNanos(),
                all);
        table(out, "thread", micros, all);
        Map<String, Double> places = samples(micros);
        table(
                out,
                "at",
                places,
                places.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    private static void table(PrintStream out, String what, Map<String, Double> micros, double all) {
        out.printf("| %s | us a request | share |%n|---|---|---|%n", what);
        micros.entrySet().stream()
                .filter(each -> each.getValue() > LEAST_SHARE * all)
                .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                .forEach(each -> out.printf(
                        Locale.ROOT,
                        "| %s | %.2f | %.1f %% |%n",
                        each.getKey(),
                        each.getValue(),
                        100 * each.getValue() / all));
        out.println();
    }

    /** What Java's threads took, shared out among places by their samples, which are of the same length each. */
    private Map<String, Double> samples(Map<String, Double> microsByThread) throws IOException {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals(SAMPLE) && stack != null) {
                    counts.computeIfAbsent(thread(event), each -> new TreeMap<>())
                            .merge(place(stack), 1, Integer::sum);
                }
            }
        }
        Map<String, Double> micros = new TreeMap<>();
        counts.forEach((thread, places) -> {
            double took = microsByThread.getOrDefault(thread, 0.0);
            double samples =
                    places.values().stream().mapToInt(Integer::intValue).sum();
            places.forEach((place, count) -> micros.merge(place, took * count / samples, Double::sum));
        });
        return micros;
    }

    private static String thread(RecordedEvent event) {
        String name = event.getThread("eventThread").getOSName();
        // Linux keeps that much of a name.
        return kind(name.substring(0, Math.min(15, name.length())));
    }

    private static String place(RecordedStackTrace stack) {
        for (RecordedFrame frame : stack.getFrames()) {
            String method = frame.getMethod().getType().getName()
                    + '.'
                    + frame.getMethod().getName();
            for (Map.Entry<String, String> place : PLACES.entrySet()) {
                if (method.startsWith(place.getKey())) {
                    return place.getValue();
                }
            }
        }
        return "else";
    }

    private static Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("io.netty.channel.epoll.Native.epoll", "kernel: wait for sockets");
        places.put("io.netty.channel.epoll.Native.", "kernel: sockets");
        places.put("io.netty.channel.epoll.LinuxSocket.", "kernel: sockets");
        places.put("io.netty.channel.unix.Socket.", "kernel: sockets");
        places.put("io.netty.channel.unix.FileDescriptor.", "kernel: sockets");
        places.put("sun.nio.ch.UnixFileDispatcherImpl.force", "kernel: fdatasync");
        places.put("sun.nio.ch.UnixFileDispatcherImpl.", "kernel: files");
        places.put("jdk.internal.misc.Unsafe.park", "kernel: sleep");
        places.put("jdk.internal.misc.Unsafe.unpark", "kernel: wake another thread");
        for (String part : List.of("connection", "dialect", "journal", "relay", "state", "live", "server", "event")) {
            places.put("dev.weir." + part + ".", "weir: " + part);
        }
        for (String part : List.of("identity", "limit", "key", "overload", "beacon", "client", "origin", "bot")) {
            places.put("dev.weir.ingest." + part + ".", "weir: ingest." + part);
        }
        places.put("dev.weir.ingest.", "weir: ingest");
        places.put("dev.weir.compare.", "the bare server's handler");
        places.put("io.micrometer.", "Micrometer");
        places.put("com.fasterxml.", "Jackson");
        places.put("io.github.bucket4j.", "Bucket4j");
        places.put("io.vertx.", "Vert.x");
        places.put("io.netty.", "Netty");
        return places;
    }

    private Map<String, Double> threadSeconds() throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(contender.proc("task"))) {
            for (Path task : tasks) {
                add(task, seconds);
            }
        }
        return seconds;
    }

    private static void add(Path task, Map<String, Double> seconds) throws IOException {
        try {
            String stat = Files.readString(task.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            seconds.merge(
                    kind(name),
                    (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND,
                    Double::sum);
        } catch (NoSuchFileException ended) {
            // A thread that has ended since it was listed.
        }
    }

    /** Threads that differ by a number are one. */
    private static String kind(String name) {
        return name.replaceAll("[#-]?\\d+$", "").strip();
    }

    private void jcmd(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(contender.pid()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0 || said.contains("Exception")) {
                throw new IOException("jcmd " + String.join(" ", arguments) + ": " + said.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
