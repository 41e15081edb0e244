package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.Await;
import dev.weir.FreePort;
import dev.weir.Soak;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * One bit is flipped, or the tail of one file is cut off, between a stop and a start, in any file that events or what is known of them
 * rest on. It starts, delivers nothing but what was sent, loses what was hit and no more, and says so.
 */
@Tag(Soak.TAG)
final class DamageIT {

    private static final int EVENTS = 400;
    /** Another of each long run; a failing one says which. */
    private static final long SEED = Soak.isOn() ? System.nanoTime() : 7;

    private static final int BLOCK = 4096;

    /** The sink that is behind is owed everything, so that all of the journal is there to be hit. */
    private static final String CONFIG = """
            journal: {file-bytes: 512KiB, max-bytes: 64MiB, reserve-bytes: 1MiB}
            state: {snapshot-every: 100}
            relay: {backoff-min: 10ms, backoff-max: 100ms}
            sinks:
              - {name: files, type: file, dir: events, gzip: false}
              - {name: choosy, type: http, url: 'http://127.0.0.1:%d', protocol: http1, connections: 8}
              - {name: behind, type: http, url: 'http://127.0.0.1:%d', protocol: http1, connections: 8, pace: off}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files, choosy, behind]
            """;

    @TempDir
    private Path dir;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Random random = new Random(SEED);
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void listen() {
        said.start();
        root.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(said);
    }

    @Test
    void itStartsAndLosesNoMoreThanWhatWasHitAndSaysSo() throws Exception {
        Path whole = dir.resolve("whole");
        Map<String, String> bodies = fill(whole);
        int lost = 0;
        Soak.Rounds rounds = Soak.rounds(24, 3000);
        while (rounds.next()) {
            Path data = copy(whole, dir.resolve("data"));
            Damage damage = Damage.any(random, data);
            try {
                lost += start(data, damage, bodies);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("seed=" + SEED + " round=" + rounds.count() + " " + damage, failure);
            }
            delete(data);
        }
        Measured.note(DamageIT.class, "damages=" + rounds.count() + " seed=" + SEED + " events lost in all=" + lost);
    }

    /** A data folder of a server that has stopped, and what the one that is behind is owed, by label. */
    private Map<String, String> fill(Path data) throws Exception {
        int nobody = FreePort.next();
        try (ModelUpstream choosy = new ModelUpstream(0, 0, body -> body.contains("7\""))) {
            try (LocalWeir weir = LocalWeir.start(data, CONFIG.formatted(choosy.port(), nobody))) {
                send(weir, EVENTS);
                Await.until("the others have all", () -> weir.isSettled("files") && weir.isSettled("choosy"));
            }
        }
        Path copy = copy(data, dir.resolve("undamaged"));
        try (ModelUpstream behind = new ModelUpstream(0, 0);
                LocalWeir weir = LocalWeir.start(copy, CONFIG.formatted(nobody, behind.port()))) {
            Await.until("the one that was behind has all", () -> weir.isSettled("behind"));
            return byLabel(behind);
        }
    }

    /** Starts on a damaged folder and has all delivered. Returns how many events were lost. */
    private int start(Path data, Damage damage, Map<String, String> bodies) throws Exception {
        damage.inflict();
        said.list.clear();
        try (ModelUpstream upstream = new ModelUpstream(0, 0);
                LocalWeir weir = LocalWeir.start(data, CONFIG.formatted(upstream.port(), upstream.port()))) {
            send(weir, 1);
            Await.until("nothing is owed", () -> weir.scrape().sum("weir_sink_pending") == 0);
            Map<String, String> delivered = byLabel(upstream);
            delivered.remove(label(0, "after"));
            assertThat(bodies).as("delivered as sent").containsAllEntriesOf(delivered);
            List<String> lost = bodies.keySet().stream()
                    .filter(label -> !delivered.containsKey(label))
                    .toList();
            assertThat(lost.size()).isLessThanOrEqualTo(damage.mostLost());
            if (!lost.isEmpty()) {
                assertLossIsSaid(weir, lost);
            }
            return lost.size();
        }
    }

    private void assertLossIsSaid(LocalWeir weir, List<String> lost) {
        int first = number(lost.get(0));
        assertThat(lost.stream().map(DamageIT::number))
                .as("what was hit stands together")
                .containsExactlyElementsOf(Stream.iterate(first, next -> next + 1)
                        .limit(lost.size())
                        .toList());
        assertThat(said.list).anyMatch(line -> line.getLevel() == Level.ERROR);
        assertThat(weir.scrape().sum("weir_journal_damaged_total")
                        + weir.scrape().sum("weir_journal_torn_tails_total"))
                .isPositive();
    }

    private static void send(LocalWeir weir, int events) throws Exception {
        try (RawConnection connection = new RawConnection(weir.uri())) {
            for (int i = 0; i < events; i++) {
                String label = label(i, events == 1 ? "after" : "e");
                RawConnection.Response answer = connection.post(
                        "/push/custom",
                        "{\"shop_id\":\"shop\",\"did\":\"device\",\"event\":\"tick\",\"label\":\"" + label + "\"}");
                assertThat(answer.status()).isEqualTo(200);
            }
        }
    }

    private static String label(int number, String prefix) {
        return "%s-%06d".formatted(prefix, number);
    }

    private static int number(String label) {
        return Integer.parseInt(label.substring(label.indexOf('-') + 1));
    }

    private static Map<String, String> byLabel(ModelUpstream upstream) {
        Map<String, String> byLabel = new TreeMap<>();
        upstream.bodiesByKey().values().forEach(same -> {
            assertThat(new TreeSet<>(same)).hasSize(1);
            byLabel.put(EventLines.text(same.get(0), "label"), same.get(0));
        });
        return byLabel;
    }

    private static Path copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return to;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * One thing that is done to one file.
     *
     * @param at the bit that is flipped, or the byte from which it is cut
     */
    private record Damage(Path file, boolean isCut, long at) {

        /** In a journal file mostly where events are; each file is as likely as another. */
        static Damage any(Random random, Path data) throws IOException {
            List<Path> files = new ArrayList<>(files(data));
            files.removeIf(file -> file.endsWith("lock")
                    || !isHeld(data.relativize(file))
                    || file.toFile().length() == 0);
            Path file = files.get(random.nextInt(files.size()));
            long size = Files.size(file);
            long within = isJournal(file) && random.nextInt(8) > 0 ? Math.min(size, BLOCK + EVENTS * 500L) : size;
            long at = (long) (random.nextDouble() * within);
            return random.nextBoolean()
                    ? new Damage(file, true, at)
                    : new Damage(file, false, at * 8 + random.nextInt(8));
        }

        void inflict() throws IOException {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                if (isCut) {
                    open.setLength(at);
                    return;
                }
                open.seek(at / 8);
                int there = open.read();
                open.seek(at / 8);
                open.write(there ^ (1 << at % 8));
            }
        }

        /** A record is one event here. Of a file that is cut, what stood behind the cut is gone. */
        int mostLost() {
            if (!isJournal(file)) {
                return 0;
            }
            return isCut ? EVENTS : 1;
        }

        private static boolean isJournal(Path file) {
            return file.toString().endsWith(".journal");
        }

        /** Not the keys of ids: without them, who asks is another; they are few bytes, and not what this is about. */
        private static boolean isHeld(Path file) {
            return Stream.of("journal", "state", "deadletters", "events").anyMatch(file::startsWith);
        }
    }
}
