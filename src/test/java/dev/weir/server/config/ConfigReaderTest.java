package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Priority;
import dev.weir.event.Promise;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.overload.OverloadOptions;
import dev.weir.journal.Acks;
import dev.weir.journal.Journal;
import dev.weir.journal.file.FileJournal;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.RelayOptions;
import dev.weir.relay.sink.http.HttpSinkOptions;
import dev.weir.relay.sink.kafka.KafkaSinkOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigReaderTest {

    private static final String MINIMAL = """
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: '0012'}], sinks: [files]}]
            """;

    @Test
    void theDefaultKnowsThePrintedCredentials() throws Exception {
        Sections sections = new ConfigReader(Map.of()).readDefault().sections();

        assertThat(sections.byName("demo").keys().get("personaclick"))
                .extracting(Section.Key::id)
                .contains("0d42fd8b713d0752776ca589cc0056", "SHOP_ID");
        assertThat(sections.byName("demo").keys())
                .containsOnlyKeys("personaclick", "pureclarity", "gravityfield", "pagent");
    }

    @Test
    void theDefaultBindsToLoopbackAndForcesToDisk() throws Exception {
        WeirConfig config = new ConfigReader(Map.of()).readDefault();

        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().port()).isEqualTo(8080);
        assertThat(config.admin().host()).isEqualTo("127.0.0.1");
        assertThat(config.admin().port()).isEqualTo(9090);
        assertThat(config.data()).isEqualTo(Path.of("./data"));
        assertThat(config.journal().durability()).isEqualTo(Promise.FSYNC);
    }

    @Test
    void theEnvironmentOverridesPortsAndData() throws Exception {
        WeirConfig config = new ConfigReader(
                        Map.of("WEIR_PORT", "1", "WEIR_ADMIN_PORT", "2", "WEIR_DATA", "/elsewhere"))
                .read("weir.yaml", "server: {port: 80}\n" + MINIMAL);

        assertThat(config.server().port()).isEqualTo(1);
        assertThat(config.admin().port()).isEqualTo(2);
        assertThat(config.journal().dir()).isEqualTo(Path.of("/elsewhere/journal"));
    }

    @Test
    void anUpstreamInTheEnvironmentIsOneMoreSinkOfTheDemo() throws Exception {
        WeirConfig config = new ConfigReader(Map.of("WEIR_UPSTREAM", "http://127.0.0.1:1234")).readDefault();

        assertThat(config.sinks()).extracting(SinkConfig::name).containsExactly("files", "upstream");
        assertThat(section(config, "demo").sinks()).containsExactly("files", "upstream");
        assertThat(section(config, "demo").outflow()).isEqualTo(Section.Outflow.DEFAULT);
        assertThat(config.sinks().get(1).outlet()).isEqualTo(OutletOptions.VENDOR);
        assertThat(config.relay()).isEqualTo(RelayOptions.DEFAULT);
    }

    @Test
    void anUpstreamThatIsNoUrlNamesTheVariable() {
        ConfigReader reader = new ConfigReader(Map.of("WEIR_UPSTREAM", "vendor"));

        assertThatThrownBy(reader::readDefault)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("WEIR_UPSTREAM: vendor (");
    }

    @Test
    void aKeyThatLooksLikeANumberStaysAsWritten() throws Exception {
        Sections sections = read(MINIMAL).sections();

        assertThat(sections.byName("shop").keys().get("personaclick"))
                .extracting(Section.Key::id)
                .containsExactly("0012");
    }

    @Test
    void whatIsLeftOutHasTheDocumentedDefaults() throws Exception {
        Section section = section(read(MINIMAL), "shop");

        assertThat(section.limit()).isEqualTo(new Section.Limit(500, 500, Section.Limit.Mode.ENFORCE));
        assertThat(section.reading()).isEqualTo(Section.Reading.LENIENT);
        assertThat(section.identity().sessionIdle()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void theEmbeddedDefaultSaysWhatIsTheDefaultAnyway() throws Exception {
        WeirConfig embedded = new ConfigReader(Map.of()).readDefault();
        WeirConfig minimal = read(MINIMAL);

        assertThat(embedded.server()).isEqualTo(minimal.server());
        assertThat(embedded.admin()).isEqualTo(minimal.admin());
        assertThat(embedded.journal()).isEqualTo(minimal.journal());
        assertThat(embedded.sinks()).isEqualTo(minimal.sinks());
        assertThat(embedded.relay()).isEqualTo(minimal.relay()).isEqualTo(RelayOptions.DEFAULT);
        assertThat(embedded.drainTimeout()).isEqualTo(minimal.drainTimeout());
        assertThat(embedded.unknownSections()).isEqualTo(minimal.unknownSections());
        assertThat(section(embedded, "demo").identity())
                .isEqualTo(section(minimal, "shop").identity());
        assertThat(section(embedded, "demo").limit())
                .isEqualTo(section(minimal, "shop").limit());
    }

    /** So that nobody who takes a comment's marks away gets something else than before. */
    @Test
    void theVendorInTheCommentsHasWhatIsTheDefaultAnyway() throws Exception {
        WeirConfig config = read(defaultWithVendor());

        SinkConfig.Http vendor = (SinkConfig.Http) config.sinks().get(1);
        HttpSinkOptions plain =
                HttpSinkOptions.of(vendor.name(), vendor.options().upstream().baseUri());
        assertThat(vendor.outlet()).isEqualTo(OutletOptions.VENDOR);
        assertThat(vendor.options()).isEqualTo(plain.speaking(Set.of("personaclick")));
    }

    @Test
    void theKafkaSinkInTheCommentsHasWhatIsTheDefaultAnyway() throws Exception {
        WeirConfig config = read(defaultWith("bus"));

        KafkaSinkOptions bus = ((SinkConfig.Kafka) config.sinks().get(1)).options();
        assertThat(bus)
                .isEqualTo(new KafkaSinkOptions(
                        "bus",
                        bus.bootstrap(),
                        "weir.{section}",
                        KafkaSinkOptions.DEFAULT_COMPRESSION,
                        KafkaSinkOptions.DEFAULT_MAX_IN_FLIGHT,
                        KafkaSinkOptions.DEFAULT_DELIVERY_TIMEOUT,
                        Map.of("linger.ms", "10")));
    }

    @Test
    void everythingInTheCommentsCanBeRead() throws Exception {
        String all = defaultWithVendor()
                .replaceAll("(?m)^( {2,8})# ([a-z0-9-]+: .*|  +[a-z-]+: .*| *[a-z]+:)$", "$1$2")
                .replace("sinks: [files]", "sinks: [files, vendor]");

        WeirConfig config = read(all);

        Section demo = section(config, "demo");
        assertThat(demo.outflow())
                .isEqualTo(new Section.Outflow(
                        Duration.ofSeconds(10), Map.of("vendor", new Section.Outflow.Pace(100, 20))));
        assertThat(demo.upstreams()).containsOnlyKeys("personaclick");
        assertThat(demo.fallbacks()).containsOnlyKeys("personaclick", "pureclarity", "gravityfield");
        assertThat(config.sinks())
                .extracting(sink -> sink.outlet().backlog())
                .containsOnly(new OutletOptions.Backlog(4L << 30, OutletOptions.Backlog.WhenFull.HOLD));
    }

    /** All that intake lets through, at its bounds, in characters of three bytes where a text may hold any. */
    @Test
    void theLargestEventThatIsAcceptedIsKept(@TempDir Path dir) throws Exception {
        WeirConfig config = new ConfigReader(Map.of("WEIR_DATA", dir.toString()))
                .read("weir.yaml", "server: {max-body-bytes: 2MiB}\njournal: {reserve-bytes: 0B}\n" + MINIMAL);
        String id = "i".repeat(128);
        Envelope largest = new Envelope(
                "personaclick",
                "s".repeat(64),
                EventType.VIEW,
                id,
                id,
                id,
                new Envelope.Notes(
                        true,
                        "s".repeat(64),
                        Envelope.Attribution.UNATTRIBUTED,
                        "k".repeat(64),
                        Envelope.Bot.PREFETCH,
                        "n".repeat(64)),
                new Envelope.Client(
                        "a".repeat(64), "\u20ac".repeat(512), "\u20ac".repeat(2048), "r".repeat(128), "t".repeat(55)),
                new Beacon("DELETE", "/p".repeat(64), "\u20ac".repeat(8192), Beacon.BodyKind.JSON, new byte[2 << 20]));
        Acks.Ack ack = new Acks().next();
        try (FileJournal journal = FileJournal.open(
                config.journal(), InstantSource.system(), System::nanoTime, new Random(5), new SimpleMeterRegistry())) {
            assertThat(journal.append(largest, ack)).isEqualTo(Journal.Handover.TAKEN);
            assertThat(ack.await()).isEqualTo(1);
        }
    }

    @Test
    void variablesAreReplacedInValues() throws Exception {
        ConfigReader reader = new ConfigReader(Map.of("SECRET", "a: {b} #c"));

        WeirConfig config = reader.read(
                "weir.yaml", MINIMAL.replace("shop-id: '0012'", "shop-id: '${ID:-77}', shop-secret: '${SECRET}'"));

        Section.Key key =
                config.sections().byName("shop").keys().get("personaclick").get(0);
        assertThat(key.id()).isEqualTo("77");
        assertThat(key.secret()).isEqualTo("a: {b} #c");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            server: {port: 65536}               | weir.yaml: server.port: 65536 (expected: 0 to 65535)
            server: {port: x}                   | weir.yaml: server.port: x (expected: a whole number of at least 0)
            server: {prot: 1}                   | weir.yaml: server.prot: unknown key (expected: one of body-timeout, crawlers, demo, drain-timeout, event-loops, head-timeout, host, http2, idle-timeout, max-body-bytes, max-body-bytes-in-flight, max-connections, max-connections-per-address, port, proxy-protocol, public-url, script-path, stall-limit, tls, transport, trusted, warm-up, write-timeout)
            server: {crawlers: [Acme/1]}        | weir.yaml: server.crawlers: Acme/1 (expected: a word of a user agent in lower case: 3 to 64 letters, digits, dots, hyphens and underscores, a letter or digit at either end)
            server: {script-path: /push}        | weir.yaml: server.script-path: /push (expected: a path of its own, and not that of a vendor's call)
            server: {script-path: /recommend/a} | weir.yaml: server.script-path: /recommend/a (expected: a path of its own, and not that of a vendor's call)
            server: {head-timeout: 500ms}       | weir.yaml: server.head-timeout: 500ms (expected: 1s to 5m)
            server: {write-timeout: 2h}         | weir.yaml: server.write-timeout: 2h (expected: 1s to 1h)
            server: {max-connections: 0}        | weir.yaml: server.max-connections: 0 (expected: 1 to 1000000)
            server: {max-connections-per-address: 1000001} | weir.yaml: server.max-connections-per-address: 1000001 (expected: 1 to 1000000)
            server: {idle-timeout: 5}           | weir.yaml: server.idle-timeout: 5 (expected: a duration such as 500ms, 2s, 10m, 2h or 1d)
            server: {max-body-bytes: 5x}        | weir.yaml: server.max-body-bytes: 5x (expected: a size such as 512B, 64KiB, 64MiB or 8GiB)
            server: {transport: fast}           | weir.yaml: server.transport: fast (expected: auto or io_uring or epoll or nio)
            server: [1]                         | weir.yaml: server: a list (expected: a mapping of keys to values)
            journal: {durability: replicated}   | weir.yaml: journal.durability: replicated (expected: fsync or os or memory)
            data: '${NOWHERE}'                  | weir.yaml: data: ${NOWHERE} (expected: the environment variable NOWHERE to be set, or a default)
            server: {warm-up: 6s}               | weir.yaml: server.warm-up: 6s (expected: 0s to 5s)
            server: {stall-limit: 1ms}          | weir.yaml: server.stall-limit: 1ms (expected: 1s to 10m)
            metrics: {otlp: {url: 'ftp://a/b'}} | weir.yaml: metrics.otlp.url: <withheld> (expected: http://host/v1/metrics or https://host/v1/metrics, without a user)
            tracing: {otlp: {url: 'ftp://a/b'}} | weir.yaml: tracing.otlp.url: <withheld> (expected: http://host/v1/traces or https://host/v1/traces, without a user)
            tracing: {sample: 0.5} | weir.yaml: tracing.otlp.url: missing (expected: a text)
            tracing: {sample: 1.5, otlp: {url: 'http://a/b'}} | weir.yaml: tracing.sample: 1.5 (expected: a number from 0 to 1)
            tracing: {sample: half, otlp: {url: 'http://a/b'}} | weir.yaml: tracing.sample: half (expected: a number from 0 to 1)
            tracing: {max-requests: 0, otlp: {url: 'http://a/b'}} | weir.yaml: tracing.max-requests: 0 (expected: 1 to 10000)
            tracing: {max: 1, otlp: {url: 'http://a/b'}} | weir.yaml: tracing.max: unknown key (expected: one of max-requests, otlp, sample)
            overload: {target-delay: 2s} | weir.yaml: overload.target-delay: 2s (expected: 1ms to 1s)
            overload: {target-delay: 50ms, interval: 20ms} | weir.yaml: overload.interval: 20ms (expected: 50ms to 10s)
            overload: {retry-after: 2m} | weir.yaml: overload.retry-after: 2m (expected: 1s to 1m)
            overload: {patience: 5ms} | weir.yaml: overload.patience: 5ms (expected: 20ms to 10s)
            overload: {waiting: 70000} | weir.yaml: overload.waiting: 70000 (expected: 0 to 65536)
            overload: {reserve: 0.95} | weir.yaml: overload.reserve: 0.95 (expected: 0 to 0.9)
            overload: on | weir.yaml: overload: a single value (expected: off, or a mapping of keys to values)
            overload: {level: 1} | weir.yaml: overload.level: unknown key (expected: one of interval, patience, reserve, retry-after, target-delay, waiting)
            server: {max-body-bytes-in-flight: 128KiB} | weir.yaml: server.max-body-bytes-in-flight: 131072 (expected: at least four times server.max-body-bytes, 262144)
            redis: {nodes: 3} | weir.yaml: redis.url: missing (expected: a text)
            redis: {url: 'redis://a'} | weir.yaml: redis.nodes: missing (expected: how many nodes share it)
            redis: {url: 'redis://:s3cret@a', nodes: 3} | weir.yaml: redis.url: <withheld> (expected: redis://host:port or rediss://host:port (TLS), then /database or nothing, without a user)
            redis: {url: 's3cret :', nodes: 3} | weir.yaml: redis.url: <withheld> (expected: redis://host:port or rediss://host:port (TLS), then /database or nothing, without a user)
            redis: {url: 'redis://a', nodes: 0} | weir.yaml: redis.nodes: 0 (expected: 1 to 1000)
            redis: {url: 'redis://a', nodes: 3, when-lost: stop} | weir.yaml: redis.when-lost: stop (expected: share or open or closed)
            redis: {url: 'redis://a', nodes: 3, timeout: 1ms} | weir.yaml: redis.timeout: 1ms (expected: 20ms to 10s)
            redis: {url: 'redis://a', nodes: 3, answer-within: 0s} | weir.yaml: redis.answer-within: 0s (expected: 1ms to 1s)
            redis: {url: 'redis://a', nodes: 3, cluster: true} | weir.yaml: redis.cluster: unknown key (expected: one of answer-within, fail-fast, max-budgets, nodes, password, prefix, timeout, trust, url, user, when-lost)
            redis: {url: 'redis://a', nodes: 3, user: weir} | weir.yaml: redis.user: weir (expected: a password beside it)
            redis: {url: 'redis://a', nodes: 3, trust: ca.pem} | weir.yaml: redis.trust: ca.pem (expected: a url of rediss: beside it)
            surprise: 1                         | weir.yaml: surprise: unknown key (expected: one of admin, data, journal, metrics, overload, proxy, redis, relay, sections, server, sessions, sinks, state, tracing, unknown-sections)
            """)
    void aWrongValueIsNamedWithItsPathAndWhatWasExpected(String line, String message) {
        assertThatThrownBy(() -> read(line + "\n" + MINIMAL))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void aSectionThatNamesNoSinkOfTheFileIsRefused() {
        assertThatThrownBy(() -> read(MINIMAL.replace("sinks: [files]", "sinks: [flies]")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("weir.yaml: sections[0].sinks: flies (expected: one of files)");
    }

    @Test
    void aSectionSaysWhatItsEventsAreWorth() throws ConfigException {
        Section section = read(MINIMAL.replace(
                        "sinks: [files]", "sinks: [files], priorities: {view: high, purchase: low}"))
                .sections()
                .all()
                .iterator()
                .next();

        assertThat(section.priority(EventType.VIEW)).isEqualTo(Priority.HIGH);
        assertThat(section.priority(EventType.PURCHASE)).isEqualTo(Priority.LOW);
        assertThat(section.priority(EventType.CART_SYNC)).isEqualTo(Priority.NORMAL);
    }

    @Test
    void aWordThatIsNoEventOrNoPriorityIsRefused() {
        assertThatThrownBy(() -> read(MINIMAL.replace("sinks: [files]", "sinks: [files], priorities: {sale: high}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "weir.yaml: sections[0].priorities.sale: unknown event (expected: one of session-start,");
        assertThatThrownBy(() -> read(MINIMAL.replace("sinks: [files]", "sinks: [files], priorities: {view: top}")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("weir.yaml: sections[0].priorities.view: top (expected: low or normal or high)");
    }

    @Test
    void overloadCanBeOff() throws ConfigException {
        assertThat(read("overload: off\n" + MINIMAL).overload()).isEqualTo(OverloadOptions.OFF);
        assertThat(read(MINIMAL).overload()).isEqualTo(OverloadOptions.DEFAULT);
    }

    /** Keys are what most lists hold. */
    @Test
    void whatStandsInTheWrongShapeIsNotRepeated() {
        assertThatThrownBy(() -> read(MINIMAL.replace("[{shop-id: '0012'}]", "{shop-id: '0012', shop-secret: hush}")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("weir.yaml: sections[0].personaclick: a mapping (expected: a list)");
        assertThatThrownBy(() -> read(MINIMAL.replace("[{shop-id: '0012'}]", "[hush]")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "weir.yaml: sections[0].personaclick[0]: a single value (expected: a mapping of keys to values)");
    }

    @Test
    void aKeyInTwoSectionsIsRefused() {
        String twice = MINIMAL.replace("sections: [", "sections: [")
                .replace(
                        "sinks: [files]}]",
                        "sinks: [files]}, {name: other, personaclick: [{shop-id: '0012'}], sinks: [files]}]");

        assertThatThrownBy(() -> read(twice))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("0012")
                .hasMessageContaining("other");
    }

    @Test
    void aKeyWrittenTwiceIsRefused() {
        assertThatThrownBy(() -> read("data: a\ndata: b\n" + MINIMAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("duplicate key data");
    }

    @Test
    void whatIsNoYamlIsRefused() {
        assertThatThrownBy(() -> read("server: {"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "weir.yaml: not YAML (expected: YAML 1.2): line 1, column 10: expected the node content, but"
                                + " found '<stream end>'");
    }

    /** The default, with the vendor's sink that is a comment there. */
    private static String defaultWithVendor() throws IOException {
        return defaultWith("vendor");
    }

    /** The default, with a sink that is a comment there. */
    private static String defaultWith(String sink) throws IOException {
        try (InputStream in = ConfigReader.class.getResourceAsStream("default.yaml")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            int from = text.indexOf("# - name: " + sink);
            int until = text.indexOf("\n\n", from);
            return text.substring(0, from)
                    + text.substring(from, until).replaceAll("(?m)^#", " ")
                    + text.substring(until);
        }
    }

    private static WeirConfig read(String text) throws ConfigException {
        return new ConfigReader(Map.of()).read("weir.yaml", text);
    }

    private static Section section(WeirConfig config, String name) {
        return Objects.requireNonNull(config.sections().byName(name));
    }
}
