package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Section.Outflow;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.OutletOptions.Backlog;
import dev.weir.relay.OutletOptions.Backlog.WhenFull;
import dev.weir.relay.OutletOptions.Batch;
import dev.weir.relay.RelayOptions;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.pace.BreakerOptions;
import dev.weir.relay.pace.PaceOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sinks are fed, and what a section wants otherwise. */
final class OutletConfigTest {

    private static final long MIB = 1 << 20;
    private static final long GIB = 1L << 30;

    @Test
    void whatIsLeftOutHasTheDocumentedDefaults() throws Exception {
        assertThat(vendor("")).isEqualTo(OutletOptions.VENDOR);
        assertThat(files("")).isEqualTo(OutletOptions.UNPACED);
        assertThat(outflow("")).isEqualTo(Outflow.DEFAULT);
        assertThat(read("", "", "", "").relay()).isEqualTo(RelayOptions.DEFAULT);
    }

    @Test
    void everyOptionOfAVendorIsTaken() throws Exception {
        OutletOptions options = vendor("""
                pace: {refill: 100, capacity: 7},
                coalesce: {window: 30s, max-windows: 9},
                batch: {max-events: 20, max-bytes: 64KiB, max-age: 200ms},
                min-in-flight: 2,
                breaker: {failures: 3, min-pause: 1s, max-pause: 1m},
                backlog: {max-bytes: 1GiB, when-full: skip}""");

        assertThat(options)
                .isEqualTo(new OutletOptions(
                        new PaceOptions(100, 7),
                        new CoalesceOptions(Duration.ofSeconds(30), 9),
                        new Batch(20, 64 << 10, Duration.ofMillis(200)),
                        2,
                        new BreakerOptions(3, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                        new Backlog(GIB, WhenFull.SKIP)));
    }

    @Test
    void aPartOfAGroupLeavesTheRestAtItsDefault() throws Exception {
        OutletOptions options = vendor("""
                pace: {capacity: 5}, coalesce: {window: 1s}, batch: {max-age: 0ms}, breaker: {failures: 1},
                backlog: {max-bytes: 128MiB}""");

        assertThat(options.pace()).isEqualTo(new PaceOptions(500, 5));
        assertThat(options.coalesce()).isEqualTo(new CoalesceOptions(Duration.ofSeconds(1), 50_000));
        assertThat(options.batch()).isEqualTo(new Batch(100, 256 << 10, Duration.ZERO));
        assertThat(options.breaker()).isEqualTo(new BreakerOptions(1, Duration.ofMillis(500), Duration.ofSeconds(15)));
        assertThat(options.backlog()).isEqualTo(new Backlog(128 * MIB, WhenFull.HOLD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "{refill: 0}"})
    void aPaceMayBeOff(String off) throws Exception {
        assertThat(vendor("pace: " + off).pace().isUnlimited()).isTrue();
    }

    /** With room for the windows of a section that wants some. */
    @ParameterizedTest
    @ValueSource(strings = {"off", "{window: 0s}"})
    void coalescingMayBeOff(String off) throws Exception {
        assertThat(vendor("coalesce: " + off).coalesce()).isEqualTo(new CoalesceOptions(Duration.ZERO, 50_000));
    }

    @Test
    void theLeastInFlightFollowsASmallerMost() throws Exception {
        assertThat(vendor("max-in-flight: 2").minInFlight()).isEqualTo(2);
        assertThat(vendor("max-in-flight: 2, min-in-flight: 1").minInFlight()).isEqualTo(1);
    }

    @Test
    void aFileSinkHasABacklogToo() throws Exception {
        assertThat(files("backlog: {max-bytes: 256MiB, when-full: hold}"))
                .isEqualTo(OutletOptions.UNPACED.with(new Backlog(256 * MIB, WhenFull.HOLD)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            pace: {refill: -1}                   | sinks.vendor.pace.refill: -1 (expected: a whole number of at least 0)
            pace: {refill: fast}                 | sinks.vendor.pace.refill: fast (expected: a whole number of at least 0)
            pace: {refill: 1000000001}           | sinks.vendor.pace.refill: 1000000001 (expected: 0 to 1000000000)
            pace: {capacity: 0}                  | sinks.vendor.pace.capacity: 0 (expected: > 0)
            pace: {refil: 5}                     | sinks.vendor.pace.refil: unknown key (expected: one of capacity, refill)
            pace: on                             | sinks.vendor.pace: a single value (expected: off, or a mapping of keys to values)
            pace: [1]                            | sinks.vendor.pace: a list (expected: off, or a mapping of keys to values)
            coalesce: 5s                         | sinks.vendor.coalesce: a single value (expected: off, or a mapping of keys to values)
            coalesce: {window: 5}                | sinks.vendor.coalesce.window: 5 (expected: a duration such as 500ms, 2s, 10m, 2h or 1d)
            coalesce: {window: 2h}               | sinks.vendor.coalesce.window: 2h (expected: 0s to 1h)
            coalesce: {max-windows: 0}           | sinks.vendor.coalesce.max-windows: 0 (expected: > 0)
            coalesce: {max-windows: 3000000000}  | sinks.vendor.coalesce.max-windows: 3000000000 (expected: at most 2147483647)
            coalesce: {windows: 3}               | sinks.vendor.coalesce.windows: unknown key (expected: one of max-windows, window)
            batch: {max-events: 0}               | sinks.vendor.batch.max-events: 0 (expected: > 0)
            batch: {max-events: many}            | sinks.vendor.batch.max-events: many (expected: a whole number of at least 0)
            batch: {max-bytes: 0B}               | sinks.vendor.batch.max-bytes: 0 (expected: > 0)
            batch: {max-bytes: 100}              | sinks.vendor.batch.max-bytes: 100 (expected: a size such as 512B, 64KiB, 64MiB or 8GiB)
            batch: {max-age: 2m}                 | sinks.vendor.batch.max-age: 2m (expected: 0s to 1m)
            batch: {max-ages: 2m}                | sinks.vendor.batch.max-ages: unknown key (expected: one of max-age, max-bytes, max-events)
            batch: off                           | sinks.vendor.batch: a single value (expected: a mapping of keys to values)
            min-in-flight: 0                     | sinks.vendor.min-in-flight: 0 (expected: > 0)
            min-in-flight: few                   | sinks.vendor.min-in-flight: few (expected: a whole number of at least 0)
            min-in-flight: 257                   | sinks.vendor.min-in-flight: 257 (expected: at most max-in-flight: 256)
            breaker: {failures: 0}               | sinks.vendor.breaker.failures: 0 (expected: > 0)
            breaker: {failures: x}               | sinks.vendor.breaker.failures: x (expected: a whole number of at least 0)
            breaker: {min-pause: 0s}             | sinks.vendor.breaker.min-pause: 0s (expected: 1ms to 1h)
            breaker: {min-pause: 20s}            | sinks.vendor.breaker.max-pause: 15s (expected: at least min-pause: 20s)
            breaker: {max-pause: 1d}             | sinks.vendor.breaker.max-pause: 1d (expected: 1ms to 1h)
            breaker: {pause: 1s}                 | sinks.vendor.breaker.pause: unknown key (expected: one of failures, max-pause, min-pause)
            backlog: {when-full: skip}           | sinks.vendor.backlog.max-bytes: missing (expected: a size such as 512B, 64KiB, 64MiB or 8GiB)
            backlog: {max-bytes: lots}           | sinks.vendor.backlog.max-bytes: lots (expected: a size such as 512B, 64KiB, 64MiB or 8GiB)
            backlog: {max-bytes: 0B}             | sinks.vendor.backlog.max-bytes: 0B (expected: more than 0)
            backlog: {max-bytes: 127MiB}         | sinks.vendor.backlog.max-bytes: 133169152 (expected: at least 134217728, two files of journal.file-bytes)
            backlog: {max-bytes: 8GiB}           | sinks.vendor.backlog.max-bytes: 8589934592 (expected: less than journal.max-bytes: 8589934592, at which no new events are taken anyway)
            backlog: {max-bytes: 1TiB, when-full: skip} | sinks.vendor.backlog.max-bytes: 1099511627776 (expected: less than journal.max-bytes: 8589934592, at which no new events are taken anyway)
            backlog: {max-bytes: 1GiB, when-full: drop} | sinks.vendor.backlog.when-full: drop (expected: hold or skip)
            backlog: {max-bytes: 1GiB, full: hold} | sinks.vendor.backlog.full: unknown key (expected: one of max-bytes, when-full)
            backlog: 4GiB                        | sinks.vendor.backlog: a single value (expected: a mapping of keys to values)
            """)
    void aWrongValueOfAVendorIsNamedWithItsPathAndWhatWasExpected(String options, String message) {
        refused(message, options, "", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pace: off", "coalesce: off", "batch: {}", "min-in-flight: 4", "breaker: {}"})
    void whatIsForVendorsAloneIsUnknownToAFileSink(String option) {
        String key = option.substring(0, option.indexOf(':'));

        assertThatThrownBy(() -> files(option))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "w.yaml: sinks[0]." + key + ": unknown key (expected: one of backlog, dir, gzip, keep-bytes,"
                                + " keep-for, max-age, max-bytes, name, type)");
    }

    @Test
    void theBacklogOfAFileSinkIsMeasuredAgainstTheJournalAsWell() {
        refused(
                "sinks.files.backlog.max-bytes: 1048576 (expected: at least 134217728, two files of journal.file-bytes)",
                "",
                "backlog: {max-bytes: 1MiB}",
                "",
                "");
    }

    @Test
    void theBacklogIsMeasuredAgainstTheJournalThatIsConfigured() throws Exception {
        String journal = "journal: {file-bytes: 1MiB, max-bytes: 8MiB}";

        assertThat(read("backlog: {max-bytes: 2MiB}", "", "", journal)
                        .sinks()
                        .get(1)
                        .outlet()
                        .backlog()
                        .maxBytes())
                .isEqualTo(2 * MIB);
        refused(
                "sinks.vendor.backlog.max-bytes: 9437184 (expected: less than journal.max-bytes: 8388608, at which no new"
                        + " events are taken anyway)",
                "backlog: {max-bytes: 9MiB}",
                "",
                "",
                journal);
    }

    @Test
    void aSectionMayWantItsOwnWindowAndPaces() throws Exception {
        assertThat(outflow("coalesce: 10s, pace: {vendor: {refill: 100, capacity: 20}}"))
                .isEqualTo(new Outflow(Duration.ofSeconds(10), Map.of("vendor", new Outflow.Pace(100, 20))));
        assertThat(outflow("coalesce: off, pace: {vendor: off}"))
                .isEqualTo(new Outflow(Duration.ZERO, Map.of("vendor", new Outflow.Pace(0, 50))));
    }

    @Test
    void whatASectionLeavesOutOfAPaceIsAsTheSinkSays() throws Exception {
        WeirConfig config = read("pace: {refill: 300, capacity: 9}", "", "pace: {vendor: {refill: 100}}", "");

        assertThat(outflow(config).paces()).containsExactly(Map.entry("vendor", new Outflow.Pace(100, 9)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            coalesce: 10                      | sections[0].coalesce: 10 (expected: a duration such as 500ms, 2s, 10m, 2h or 1d)
            coalesce: 61m                     | sections[0].coalesce: 61m (expected: 0s to 1h)
            coalesce: {window: 1s}            | sections[0].coalesce: a mapping or list (expected: a text)
            pace: {files: {refill: 1}}        | sections[0].pace.files: no http sink of this section (expected: one of vendor)
            pace: {other: {refill: 1}}        | sections[0].pace.other: no http sink of this section (expected: one of vendor)
            pace: {vendor: {refill: -1}}      | sections[0].pace.vendor.refill: -1 (expected: a whole number of at least 0)
            pace: {vendor: {refill: 2000000000}} | sections[0].pace.vendor.refill: 2000000000 (expected: 0 to 1000000000)
            pace: {vendor: {capacity: 0}}     | sections[0].pace.vendor.capacity: 0 (expected: > 0)
            pace: {vendor: {burst: 1}}        | sections[0].pace.vendor.burst: unknown key (expected: one of capacity, refill)
            pace: {vendor: 100}               | sections[0].pace.vendor: a single value (expected: off, or a mapping of keys to values)
            pace: 100                         | sections[0].pace: a single value (expected: a mapping of keys to values)
            """)
    void aWrongValueOfASectionIsNamedWithItsPathAndWhatWasExpected(String options, String message) {
        refused(message, "", "", options, "");
    }

    @Test
    void everyBoundOfTheRelayIsTaken() throws Exception {
        WeirConfig config = read("", "", "", """
                relay: {max-held: 7, max-held-bytes: 1MiB, save-every: 3, save-within: 5ms, backoff-min: 1s,
                  backoff-max: 2m}""");

        assertThat(config.relay())
                .isEqualTo(new RelayOptions(
                        7, MIB, 3, Duration.ofMillis(5), Duration.ofSeconds(1), Duration.ofMinutes(2)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            max-held: 0          | relay.max-held: 0 (expected: > 0)
            max-held: x          | relay.max-held: x (expected: a whole number of at least 0)
            max-held-bytes: 0B   | relay.max-held-bytes: 0 (expected: > 0)
            max-held-bytes: 64   | relay.max-held-bytes: 64 (expected: a size such as 512B, 64KiB, 64MiB or 8GiB)
            save-every: 0        | relay.save-every: 0 (expected: > 0)
            save-within: 0ms     | relay.save-within: 0ms (expected: 1ms to 1m)
            save-within: 1h      | relay.save-within: 1h (expected: 1ms to 1m)
            backoff-min: 20s     | relay.backoff-max: 15s (expected: at least backoff-min: 20s)
            backoff-max: 2h      | relay.backoff-max: 2h (expected: 1ms to 1h)
            backoff: 1s          | relay.backoff: unknown key (expected: one of backoff-max, backoff-min, max-held, max-held-bytes, save-every, save-within)
            """)
    void aWrongBoundOfTheRelayIsNamedWithItsPathAndWhatWasExpected(String option, String message) {
        refused(message, "", "", "", "relay: {" + option + "}");
    }

    private static OutletOptions vendor(String options) throws ConfigException {
        return read(options, "", "", "").sinks().get(1).outlet();
    }

    private static OutletOptions files(String options) throws ConfigException {
        return read("", options, "", "").sinks().get(0).outlet();
    }

    private static Outflow outflow(String options) throws ConfigException {
        return outflow(read("", "", options, ""));
    }

    private static Outflow outflow(WeirConfig config) {
        return Objects.requireNonNull(config.sections().byName("shop")).outflow();
    }

    private static void refused(String message, String vendor, String files, String section, String top) {
        assertThatThrownBy(() -> read(vendor, files, section, top))
                .isInstanceOf(ConfigException.class)
                .hasMessage("w.yaml: " + message);
    }

    /** A config with more in a vendor's sink, a file sink, a section that uses both, and at the top. */
    private static WeirConfig read(String vendor, String files, String section, String top) throws ConfigException {
        return new ConfigReader(Map.of()).read("w.yaml", """
                %4$s
                sinks:
                - {name: files, type: file, dir: e, %2$s}
                - {name: vendor, type: http, url: 'http://127.0.0.1:1', %1$s}
                - {name: other, type: http, url: 'http://127.0.0.1:2', dialects: [pagent]}
                sections:
                - {name: shop, personaclick: [{shop-id: x}], sinks: [files, vendor], %3$s}
                """.formatted(vendor, files, section, top));
    }
}
