package dev.weir.capacity;

import dev.weir.AllocationBudget;
import dev.weir.Await;
import dev.weir.FreePort;
import dev.weir.compare.Requests;
import dev.weir.compare.Requests.Shape;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.HandOver.Pending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one event is in bytes on its way through a Weir that is started for it, and what it takes of the processor.
 *
 * @param request of HTTP/1.1, head and body
 * @param answer of HTTP/1.1
 * @param journal of a file of the journal
 * @param line of the file sink
 * @param delivery to the vendor over HTTP/2 without TLS
 * @param receipt what the vendor answers, frames and all
 * @param decoded heap that an event takes when it is read back
 * @param counted what bounds in memory count it as
 * @param micros of the processor, with both sinks, 16 connections
 */
record Measured(
        double request,
        double answer,
        double journal,
        double line,
        double delivery,
        double receipt,
        double decoded,
        double counted,
        double micros) {

    private static final String LAST_OF_EVENT = "587597231c\"}";
    private static final int EVENTS = 24_000;
    private static final int DECODED = 20_000;

    static Measured on(Path dir) throws Exception {
        int port = FreePort.next();
        int admin = FreePort.next();
        try (VendorLine vendor = new VendorLine()) {
            ProcessBuilder builder = new ProcessBuilder("./weir", "serve", "--config", "bench/capacity.d/weir.yaml")
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("output.txt").toFile());
            builder.environment().put("WEIR_DATA", dir.resolve("data").toString());
            builder.environment().put("WEIR_PORT", Integer.toString(port));
            builder.environment().put("WEIR_ADMIN_PORT", Integer.toString(admin));
            builder.environment().put("VENDOR", vendor.url());
            Process weir = builder.start();
            try {
                Await.until("Weir is ready", () -> isReady(admin));
                return of(weir, port, vendor, dir.resolve("data"));
            } finally {
                weir.destroyForcibly().waitFor();
            }
        }
    }

    private static Measured of(Process weir, int port, VendorLine vendor, Path data) throws Exception {
        Visitors.Bytes unused = Visitors.send(port, EVENTS);
        Await.until("all are delivered", () -> vendor.requests() >= EVENTS);
        // A request that was repeated counts as two, on both sides of the division.
        long requests = vendor.requests();
        long there = vendor.there();
        long back = vendor.back();
        Duration before = cpu(weir);
        Visitors.Bytes bytes = Visitors.send(port, EVENTS);
        Await.until("all are delivered", () -> vendor.requests() >= requests + EVENTS);
        Await.until("all lines are written", () -> ends(lines(data)) == 2 * EVENTS);
        Duration took = cpu(weir).minus(before);
        byte[] lines = lines(data);
        Envelope envelope = envelope();
        return new Measured(
                bytes.asked() / (double) EVENTS,
                bytes.answered() / (double) EVENTS,
                used(data.resolve("journal")) / (2.0 * EVENTS),
                lines.length / (2.0 * EVENTS),
                (vendor.there() - there) / (double) (vendor.requests() - requests),
                (vendor.back() - back) / (double) (vendor.requests() - requests),
                decoded(envelope),
                Pending.bytesOf(envelope),
                took.toNanos() / 1e3 / EVENTS);
    }

    private static Duration cpu(Process weir) {
        return weir.info().totalCpuDuration().orElseThrow();
    }

    private static boolean isReady(int admin) {
        try {
            URI ready = URI.create("http://127.0.0.1:" + admin + "/health/ready");
            return ((HttpURLConnection) ready.toURL().openConnection()).getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Files are made at their full length, and filled: what is behind the last event has not been written. */
    private static long used(Path journal) throws IOException {
        long used = 0;
        for (Path file : files(journal)) {
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            used += Math.max(0, bytes.lastIndexOf(LAST_OF_EVENT) + LAST_OF_EVENT.length());
        }
        return used;
    }

    private static byte[] lines(Path data) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files(data.resolve("events"))) {
            all.write(Files.readAllBytes(file));
        }
        return all.toByteArray();
    }

    private static int ends(byte[] lines) {
        int ends = 0;
        for (byte each : lines) {
            ends += each == '\n' ? 1 : 0;
        }
        return ends;
    }

    private static List<Path> files(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static double decoded(Envelope envelope) {
        ByteBuffer bytes = ByteBuffer.allocate(EnvelopeCodec.bytesOf(envelope));
        EnvelopeCodec.encode(envelope, bytes);
        Envelope[] kept = new Envelope[DECODED];
        long before = AllocationBudget.allocated();
        for (int i = 0; i < DECODED; i++) {
            kept[i] = EnvelopeCodec.decode(EnvelopeCodec.VERSION, bytes.flip());
        }
        return (AllocationBudget.allocated() - before) / (double) DECODED;
    }

    private static Envelope envelope() {
        Requests requests = new Requests(Shape.PUSH, "127.0.0.1");
        return new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                "vis0000001",
                "R5eQXkrKCf",
                "R5eQXkrKCf",
                Envelope.Notes.NONE,
                new Envelope.Client(
                        "127.0.0.1",
                        requests.headers().get("user-agent"),
                        requests.headers().get("referer")),
                new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, requests.nextBody()));
    }
}
