package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Soak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a thousand idle connections take of memory, and a thousand sections: live heap after a collection, and memory beside it. */
@Tag(Soak.TAG)
final class FootprintIT {

    private static final int CONNECTIONS = Soak.times(200, 5_000);
    private static final int SECTIONS = Soak.times(100, 1_000);
    private static final int PER = 1_000;

    @TempDir
    private Path dir;

    @Test
    void idleConnectionsAreKeptAndTakeMemory() throws Exception {
        try (WeirProcess weir = serve("connections", 1)) {
            try (WarmUpClient first = WarmUpClient.connect(weir.publicUri().getPort(), views(1), 1)) {
                first.round();
            }
            Memory before = Memory.of(weir);
            // Each has asked once: one that never did would be cut as one whose request does not come.
            try (WarmUpClient clients = WarmUpClient.connect(weir.publicUri().getPort(), views(1), CONNECTIONS)) {
                assertThat(clients.round()).isEqualTo(CONNECTIONS);
                Memory with = Memory.of(weir);

                assertThat(with.connections).isGreaterThanOrEqualTo(CONNECTIONS);
                note("idle connections", CONNECTIONS, before, with);
            }
        }
    }

    @Test
    void sectionsThatHaveBeenUsedTakeMemory() throws Exception {
        Memory one = ofUsedSections(1);
        Memory many = ofUsedSections(SECTIONS);

        note("sections", SECTIONS - 1, one, many);
    }

    private Memory ofUsedSections(int sections) throws Exception {
        try (WeirProcess weir = serve("sections-" + sections, sections);
                WarmUpClient client = WarmUpClient.connect(weir.publicUri().getPort(), views(sections), 1)) {
            for (int i = 0; i < sections; i++) {
                client.round();
            }
            Memory memory = Memory.of(weir);
            assertThat(memory.received).isEqualTo(sections);
            return memory;
        }
    }

    private static void note(String what, int count, Memory without, Memory with) throws IOException {
        double thousands = (double) count / PER;
        Measured.note(
                FootprintIT.class,
                String.format(
                        "1,000 %s: %.1f MiB of heap, %.1f MiB beside it (%d measured)",
                        what,
                        mib(with.heap - without.heap) / thousands,
                        mib(with.direct - without.direct) / thousands,
                        count));
    }

    private static double mib(double bytes) {
        return bytes / (1 << 20);
    }

    private WeirProcess serve(String name, int sections) throws IOException {
        Path data = Files.createDirectories(dir.resolve(name));
        StringBuilder config = new StringBuilder("""
                server: {max-connections-per-address: 20000}
                sinks: [{name: files, type: file, dir: events}]
                sections:
                """);
        for (int i = 0; i < sections; i++) {
            config.append("  - {name: shop")
                    .append(i)
                    .append(", personaclick: [{shop-id: id")
                    .append(i);
            config.append("}], sinks: [files]}\n");
        }
        return WeirProcess.serve(Files.writeString(data.resolve("weir.yaml"), config), data, Map.of());
    }

    /** One for each section. */
    private static List<byte[]> views(int sections) {
        List<byte[]> views = new ArrayList<>();
        for (int i = 0; i < sections; i++) {
            String body =
                    "{\"event\":\"view\",\"shop_id\":\"id" + i + "\",\"did\":\"7rjVGhMykT\",\"seance\":\"R5eQXkrKCf\","
                            + "\"stream\":\"web\",\"items\":[{\"id\":\"1\"}]}";
            views.add(("POST /push HTTP/1.1\r\nHost: weir\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return views;
    }

    /**
     * What a process uses.
     *
     * @param heap bytes of live objects
     * @param direct bytes of buffers outside the heap
     */
    private record Memory(double heap, double direct, double connections, double received) {

        static Memory of(WeirProcess weir) throws Exception {
            Scrape scrape = Scrape.of(new Web(weir.privateUri()).get("/metrics").body());
            return new Memory(
                    liveBytes(weir.pid()),
                    scrape.sum("weir_direct_bytes"),
                    scrape.sum("weir_connections_open", "port=\"public\""),
                    scrape.sum("weir_received_total"));
        }

        /** The JDK counts objects after a collection; the last line is their sum. */
        private static long liveBytes(long pid) throws Exception {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Process counting = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(counting.waitFor()).as(said).isZero();
            String[] total = said.substring(said.lastIndexOf('\n') + 1).split("\\s+");
            assertThat(total[0]).as(said).isEqualTo("Total");
            return Long.parseLong(total[2]);
        }
    }
}
