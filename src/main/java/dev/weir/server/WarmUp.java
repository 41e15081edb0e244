package dev.weir.server;

import dev.weir.server.config.ConfigException;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the compiler see the whole path of a request before the first visitor does: a second Weir of the very same classes, with a
 * journal, a section, sinks, meters and sockets of its own in a folder that is removed, is sent requests of every dialect that
 * the config uses, one over each of a few connections and then more until there were enough or time is over. Nothing of it can
 * show in the real one's books: they share nothing but code. That it fails is logged, and no reason not to serve.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String FOLDER = "warm-up-";
    private static final int MAX_REQUESTS = 30_000;
    private static final String CONFIG = """
            data: '<data>'
            server: {port: 0, event-loops: 1, transport: <transport>, warm-up: off}
            admin: {port: 0}
            journal: {durability: <durability>, file-bytes: 1MiB, max-bytes: 1GiB, reserve-bytes: 0B}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: warm-up
                personaclick: [{shop-id: warm-up}]
                pureclarity: [{app-id: warm-up, secret-key: warm-up}]
                gravityfield: [{name: one, api-key: warm-up-gravityfield}]
                pagent: [{name: one, api-key: warm-up-pagent}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files]
            """;

    private final WeirConfig config;
    private final LongSupplier nanoTime;

    WarmUp(WeirConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /** Blocks for as long as the config allows, and for what closing takes. The data must be locked by the caller. */
    void run() {
        Duration limit = config.telemetry().warmUp();
        try {
            removeLeftovers();
            if (limit.isZero()) {
                return;
            }
            long startNanos = nanoTime.getAsLong();
            int requests = run(startNanos + limit.toNanos());
            removeLeftovers();
            LOG.info("warm-up requests={} millis={}", requests, (nanoTime.getAsLong() - startNanos) / 1_000_000);
        } catch (IOException | ConfigException | StartException | RuntimeException failure) {
            LOG.warn("warm-up.failed (it serves all the same)", failure);
        }
    }

    private int run(long deadlineNanos) throws IOException, ConfigException, StartException {
        Path folder = Files.createTempDirectory(config.data(), FOLDER);
        String text = CONFIG.replace(
                        "<data>", folder.toAbsolutePath().toString().replace("'", "''"))
                .replace("<transport>", config.transport().name().toLowerCase(Locale.ROOT))
                .replace("<durability>", config.journal().durability().label());
        Running rehearsal = Wiring.rehearse(new ConfigReader(Map.of()).read("warm-up", text));
        try (WarmUpClient client = WarmUpClient.connect(rehearsal.publicPort(), requests())) {
            int sent = 0;
            // One round at least: on a machine that is busy, to get ready for it takes all of the time.
            do {
                sent += client.round();
            } while (sent < MAX_REQUESTS && nanoTime.getAsLong() < deadlineNanos);
            return sent;
        } finally {
            rehearsal.abandon();
        }
    }

    private List<byte[]> requests() {
        TreeSet<String> used = new TreeSet<>();
        config.sections().all().forEach(section -> used.addAll(section.keys().keySet()));
        List<byte[]> requests = new ArrayList<>();
        used.forEach(dialect -> requests.addAll(WarmUpRequests.of(dialect)));
        return requests;
    }

    /** Also those of a process that was killed amid it. */
    private void removeLeftovers() throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(config.data())) {
            folders = all.filter(path -> path.getFileName().toString().startsWith(FOLDER))
                    .toList();
        }
        for (Path folder : folders) {
            try (Stream<Path> inside = Files.walk(folder)) {
                for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
