package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Await;
import dev.weir.Soak;
import dev.weir.server.Flood.Kind;
import dev.weir.server.Flood.Report;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five times what the server can bear, from many visitors: who buys is served as on a quiet day, and who looks is told to come back.
 * Times and rates depend on the machine, and go into {@code target/overload-report.md}; what must hold on any is asserted.
 */
@Tag(Soak.TAG)
final class OverloadIT {

    private static final String CONFIG = """
            server: {max-connections-per-address: 2000}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files]
            """;

    private static final int VIEWERS = 1_000;
    private static final int BUYERS = 64;
    private static final int CLOSED = 64;
    private static final int HEAP_MIB = 256;
    /** Beside the heap: code, classes, threads, sockets' memory, and the journal's mapped and direct buffers. */
    private static final long MOST_RESIDENT = (HEAP_MIB + 512L) << 20;

    private static final double PURCHASES = 0.02;
    /** A second: more than a server answers that has just begun, so that all visitors are there at once. */
    private static final double ALL_AT_ONCE = 20_000;

    private static final Duration WARM_UP = Duration.ofSeconds(Soak.times(3, 30));
    private static final Duration STAGE = Duration.ofSeconds(Soak.times(3, 60));

    private final Stalls stalls = Stalls.watch(2);

    @TempDir
    private Path dir;

    private final List<String> table = new ArrayList<>();
    private final List<String> details = new ArrayList<>();

    @Test
    void purchasesAreServedWhateverElseComes() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one core is the server's, another the visitors'");
        double capacity = capacity();
        try (WeirProcess weir = serve("on", CONFIG);
                Flood flood = new Flood(weir.publicUri(), VIEWERS, BUYERS)) {
            flood.closed(CLOSED, WARM_UP);
            Report quiet = tell("quiet", weir, () -> flood.open(0.3 * capacity, PURCHASES, STAGE));
            Report first = tell("first flood", weir, () -> flood.open(5 * capacity, PURCHASES, STAGE));
            Report flooded = tell("flood", weir, () -> flood.open(5 * capacity, PURCHASES, STAGE));
            Report after = tell("after", weir, () -> flood.open(0.3 * capacity, PURCHASES, STAGE));
            write(weir);

            assertPurchases(first);
            assertPurchases(flooded);
            assertViewsAreTakenOrToldToComeBack(flooded);
            assertThat(after.of(Kind.VIEW).acknowledged())
                    .as("once it is over")
                    .isGreaterThan(after.of(Kind.VIEW).sent() / 2);
            assertThat(weir.mostResidentBytes()).isLessThan(MOST_RESIDENT);
            assertBooks(weir, List.of(quiet, first, flooded, after));
        }
    }

    /** More come than may wait. */
    @Test
    void whoCannotWaitIsToldToComeBack() throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one core is the server's, another the visitors'");
        try (WeirProcess weir = serve("small", "overload: {waiting: 100, patience: 50ms}\n" + CONFIG);
                Flood flood = new Flood(weir.publicUri(), VIEWERS, BUYERS)) {
            flood.closed(CLOSED, WARM_UP);
            Report flooded = tell("flood, where few may wait", weir, () -> flood.open(ALL_AT_ONCE, PURCHASES, STAGE));
            write(weir);

            assertPurchases(flooded);
            assertViewsAreTakenOrToldToComeBack(flooded);
            Flood.Tally views = flooded.of(Kind.VIEW);
            assertThat(views.refused().get(503)).isPositive();
            assertThat(views.retryAfters().keySet()).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
        }
    }

    /** What refusing takes is lost to those who are served. */
    @Test
    void whoComesBackAtOnceIsHeardOnceASecond() throws Exception {
        Flood.Tally views = comeBackAtOnce("unheeding", CONFIG);

        assertThat(views.refused().get(503)).isBetween(1L, heardOnceASecond());
        assertThat(views.acknowledged()).isPositive();
    }

    /** Its connection is that of many, who have heard nothing yet. */
    @Test
    void aProxysConnectionDoesNotRest() throws Exception {
        Flood.Tally views = comeBackAtOnce(
                "proxy", CONFIG.replace("server: {", "server: {trusted: {preset: proxy, peers: [127.0.0.1]}, "));

        assertThat(views.refused().get(503)).isGreaterThan(heardOnceASecond());
        assertThat(views.acknowledged()).isPositive();
    }

    private Flood.Tally comeBackAtOnce(String name, String config) throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one core is the server's, another the visitors'");
        try (WeirProcess weir = serve(name, "overload: {waiting: 100}\n" + config);
                Flood flood = new Flood(weir.publicUri(), VIEWERS, BUYERS)) {
            tell(name + ", 64 who come back at once", weir, () -> flood.closed(CLOSED, WARM_UP));
            Report crowded = tell(
                    name + ", 1,000 who come back at once, and 100 may wait", weir, () -> flood.closed(VIEWERS, STAGE));
            write(weir);
            return crowded.of(Kind.VIEW);
        }
    }

    private static long heardOnceASecond() {
        return VIEWERS * (STAGE.toSeconds() + 2);
    }

    /** What it can do at most, where nothing is refused. In the long form it is flooded, too, for comparison. */
    private double capacity() throws Exception {
        try (WeirProcess weir = serve("off", "overload: off\n" + CONFIG);
                Flood flood = new Flood(weir.publicUri(), VIEWERS, BUYERS)) {
            flood.closed(CLOSED, WARM_UP);
            double capacity =
                    tell("peak, off", weir, () -> flood.closed(CLOSED, STAGE)).goodput();
            if (Soak.isOn()) {
                tell("quiet, off", weir, () -> flood.open(0.3 * capacity, PURCHASES, STAGE));
                tell("flood, off", weir, () -> flood.open(5 * capacity, PURCHASES, STAGE));
            }
            return capacity;
        }
    }

    private WeirProcess serve(String name, String config) throws Exception {
        Path file = Files.writeString(dir.resolve(name + ".yaml"), config);
        return WeirProcess.serve(file, dir.resolve(name), oneCore(), HEAP_MIB + "m");
    }

    private static void assertPurchases(Report flooded) {
        Flood.Tally purchases = flooded.of(Kind.PURCHASE);
        assertThat(purchases.lost()).isZero();
        assertThat(purchases.answered()).isEqualTo(purchases.sent());
        assertThat(purchases.acknowledged()).isGreaterThanOrEqualTo((long) Math.ceil(0.999 * purchases.sent()));
    }

    private static void assertViewsAreTakenOrToldToComeBack(Report flooded) {
        Flood.Tally views = flooded.of(Kind.VIEW);
        assertThat(views.lost()).isZero();
        assertThat(views.answered()).isEqualTo(views.sent());
        assertThat(views.refused().keySet()).isSubsetOf(503);
        assertThat(views.retryAfters().keySet()).isSubsetOf("1", "2", "3", "4", "5");
        assertThat(views.acknowledged()).as("views that there was time for").isPositive();
    }

    /** By the server's own count too each request is acknowledged or refused, and nothing is lost on its way out. */
    private void assertBooks(WeirProcess weir, List<Report> reports) throws Exception {
        Web admin = new Web(weir.privateUri());
        Await.until(
                "all delivered", () -> sum(admin, "weir_sink_pending") == 0 && sum(admin, "weir_intake_waiting") == 0);
        Scrape scrape = Scrape.of(admin.get("/metrics").body());
        double refused = scrape.sum("weir_rejected_total", "reason=\"overloaded\"");
        assertThat(scrape.sum("weir_received_total"))
                .isEqualTo(scrape.sum("weir_accepted_total") + scrape.sum("weir_rejected_total"));
        assertThat(scrape.sum("weir_overload_shed_total")).isEqualTo(refused);
        assertThat(scrape.sum("weir_overload_shed_total", "priority=\"normal\""))
                .isZero();
        assertThat(scrape.sum("weir_sink_delivered_total", "sink=\"files\""))
                .isEqualTo(scrape.sum("weir_accepted_total"));
        assertThat(refused)
                .isGreaterThanOrEqualTo(reports.stream()
                        .mapToDouble(each -> each.of(Kind.VIEW).refused().getOrDefault(503, 0L))
                        .sum());
    }

    private static double sum(Web admin, String metric) throws Exception {
        return Scrape.of(admin.get("/metrics").body()).sum(metric);
    }

    /** The server's core is not to be that of the visitors. */
    private static List<String> oneCore() throws IOException, InterruptedException {
        List<String> pinned = List.of("taskset", "-c", "0");
        try {
            List<String> probe = new ArrayList<>(pinned);
            probe.add("true");
            return new ProcessBuilder(probe).start().waitFor() == 0 ? pinned : List.of();
        } catch (IOException none) {
            return List.of();
        }
    }

    @AfterEach
    void close() {
        stalls.close();
    }

    private Report tell(String stage, WeirProcess weir, Callable<Report> run) throws Exception {
        long begun = System.nanoTime();
        Duration before = weir.processorTime();
        Report each = run.call();
        double micros = weir.processorTime().minus(before).toNanos() / 1_000.0;
        long answers =
                each.all().values().stream().mapToLong(Flood.Tally::answered).sum();
        table.add(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %d | %s | %.1f | %s |",
                stage,
                each.answersPerSecond(),
                each.goodput(),
                micros / Math.max(1, answers),
                stalls.since(begun).toMillis(),
                row(each.of(Kind.PURCHASE)),
                each.of(Kind.PURCHASE).undisturbedMillisAt(99, stalls),
                row(each.of(Kind.VIEW))));
        each.all()
                .forEach((kind, tally) ->
                        details.add("- " + stage + ", " + kind.name().toLowerCase(Locale.ROOT) + ": " + tally));
        return each;
    }

    /** Each test adds its own. */
    private void write(WeirProcess weir) throws IOException {
        List<String> report = new ArrayList<>();
        report.add(
                "| stage | answers/s | acknowledged/s | processor us an answer | stalls ms | purchases acknowledged | p50 ms "
                        + "| p99 ms | p99 ms of those in no stall | views acknowledged | p50 ms | p99 ms |");
        report.add("|---|---|---|---|---|---|---|---|---|---|---|---|");
        report.addAll(table);
        report.add("");
        report.addAll(details);
        report.add("- most memory in use: " + (weir.mostResidentBytes() >> 20) + " MiB with -Xmx" + HEAP_MIB + "m");
        report.add("- load of the machine: "
                + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        report.add("");
        Files.write(
                Path.of("target", "overload-report.md"), report, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String row(Flood.Tally tally) {
        return String.format(
                Locale.ROOT,
                "%.3f %% of %d | %.1f | %.1f",
                100.0 * tally.acknowledged() / Math.max(1, tally.sent()),
                tally.sent(),
                tally.millisAt(50),
                tally.millisAt(99));
    }
}
