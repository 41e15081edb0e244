package dev.weir.server.config;

import dev.weir.admin.AdminOptions;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.asset.AssetOptions;
import dev.weir.ingest.beacon.BeaconOptions;
import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a config file: YAML into {@link WeirConfig}. Immutable. */
public final class ConfigReader {

    private static final String DEFAULT = "default.yaml";
    private static final String UPSTREAM = "upstream";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int DEFAULT_BODY_BYTES = 64 << 10;
    private static final long DEFAULT_IN_FLIGHT_BYTES = 32L << 20;
    private static final int MAX_PORT = 65_535;

    private final Environment environment;

    /**
     * A reader for one environment.
     *
     * @param environment the variables that the file may use, and {@code WEIR_PORT} and the like
     */
    public ConfigReader(Map<String, String> environment) {
        this.environment = new Environment(environment);
    }

    /** The embedded default; {@code WEIR_UPSTREAM} adds an HTTP sink to its section. */
    public WeirConfig readDefault() throws ConfigException {
        WeirConfig config = read(DEFAULT, defaultText());
        String upstream = environment.value("WEIR_UPSTREAM");
        return upstream == null ? config : withUpstream(config, upstream);
    }

    /**
     * The config in a text.
     *
     * @param source the file's name, for messages
     * @param text YAML 1.2
     * @throws ConfigException telling all that is wrong, as far as it can be told at once: one a line
     */
    public WeirConfig read(String source, String text) throws ConfigException {
        Object document = environment.resolve(source, "", YamlText.parse(source, text));
        ConfigNode root = ConfigNode.root(source, document);
        try {
            return readOrTell(root);
        } catch (ConfigException first) {
            throw withOthers(first, ConfigNode.root(source, document));
        }
    }

    private WeirConfig readOrTell(ConfigNode root) throws ConfigException {
        try {
            return read(root);
        } catch (IllegalArgumentException invalid) {
            throw root.error(String.valueOf(invalid.getMessage()));
        }
    }

    /** Whoever mends one mistake after the other restarts as often: the parts are read once more, each by itself. */
    private ConfigException withOthers(ConfigException first, ConfigNode root) throws ConfigException {
        Faults faults = new Faults(first);
        // In the order in which they are read when nothing is wrong: so the keys are told that are known.
        boolean isRootRead = faults.attempt(() -> data(root));
        ConfigNode server = root.node("server");
        ConfigNode sessions = root.node("sessions");
        boolean isServerRead = faults.attempt(() -> beacon(server));
        List<ConfigNode> sinkNodes = root.nodes("sinks");
        List<ConfigNode> sectionNodes = root.nodes("sections");
        isServerRead &= faults.attempt(() -> ConnectionReader.read(server));
        isServerRead &= faults.attempt(() -> FrontReader.read(server));
        isServerRead &= faults.attempt(() -> assets(server));
        isServerRead &= faults.attempt(() -> crawlers(server));
        isServerRead &= faults.attempt(() -> transport(server));
        isServerRead &= faults.attempt(() -> drainTimeout(server));
        faults.attempt(() -> admin(root.node("admin")));
        boolean isTelemetryRead = faults.attempt(() -> TelemetryReader.read(root, server, environment));
        faults.attempt(() -> JournalOptionsReader.read(root.node("journal"), Path.of("data"), maxBodyBytes(server)));
        faults.attempt(() -> KafkaJournalReader.read(root.node("journal")));
        faults.attempt(() -> maxSessions(sessions));
        faults.attempt(() -> StateReader.read(root.node("state")));
        faults.attempt(() -> ProxyReader.read(root.node("proxy")));
        faults.attempt(() -> RelayReader.read(root.node("relay")));
        isRootRead &= faults.attempt(() -> OverloadReader.read(root));
        faults.attempt(() -> SectionReader.limit(root.node("unknown-sections"), SectionLimits.UNKNOWN_DEFAULT));
        isRootRead &= faults.attempt(() -> RedisReader.read(root));
        // What was not looked at because of a mistake before it is not unknown.
        if (isServerRead && isTelemetryRead) {
            faults.attempt(server::refuseUnknownKeys);
        }
        if (isRootRead && isTelemetryRead) {
            faults.attempt(root::refuseUnknownKeys);
        }
        List<SinkConfig> sinks = new ArrayList<>();
        for (ConfigNode node : sinkNodes) {
            faults.attempt(() -> sinks.add(SinkReader.read(node, Path.of("data"))));
        }
        // What rests on a sink that is wrong would be told to be wrong itself.
        if (sinks.size() == sinkNodes.size()) {
            for (ConfigNode node : sectionNodes) {
                faults.attempt(() -> SectionReader.read(node, sinks));
            }
        }
        return faults.told();
    }

    /** Options in a text that do not count, because a variable of the environment overrules them; each with that variable. */
    public List<String> overruled(String source, String text) throws ConfigException {
        ConfigNode root = ConfigNode.root(source, environment.resolve(source, "", YamlText.parse(source, text)));
        List<String> overruled = new ArrayList<>();
        environment.addOverruled(overruled, "server.port", root.node("server").text("port", null), "WEIR_PORT");
        environment.addOverruled(overruled, "admin.port", root.node("admin").text("port", null), "WEIR_ADMIN_PORT");
        environment.addOverruled(overruled, "data", root.text("data", null), "WEIR_DATA");
        return overruled;
    }

    private WeirConfig read(ConfigNode root) throws ConfigException {
        Path data = data(root);
        ConfigNode server = root.node("server");
        ConfigNode sessions = root.node("sessions");
        BeaconOptions beacon = beacon(server);
        List<SinkConfig> sinks = sinks(root, data);
        Sections sections = sections(root, sinks);
        WeirConfig config = new WeirConfig(
                data,
                beacon,
                ConnectionReader.read(server),
                FrontReader.read(server),
                assets(server),
                crawlers(server),
                transport(server),
                drainTimeout(server),
                admin(root.node("admin")),
                TelemetryReader.read(root, server, environment),
                JournalOptionsReader.read(root.node("journal"), data, beacon.maxBodyBytes()),
                KafkaJournalReader.read(root.node("journal")),
                maxSessions(sessions),
                StateReader.read(root.node("state")),
                ProxyReader.read(root.node("proxy")),
                RelayReader.read(root.node("relay")),
                OverloadReader.read(root),
                RedisReader.read(root),
                SectionReader.limit(root.node("unknown-sections"), SectionLimits.UNKNOWN_DEFAULT),
                VendorsDialects.settle(root, sinks, sections.all()),
                sections);
        server.refuseUnknownKeys();
        root.refuseUnknownKeys();
        PortChecks.refuseShared(root, config);
        if (config.kafka() == null) {
            OutletReader.checkBacklogs(root, config.sinks(), config.journal());
        } else {
            KafkaJournalReader.refuseBacklogs(root, config.sinks());
        }
        return config;
    }

    private static WeirConfig.Transport transport(ConfigNode server) throws ConfigException {
        return server.choice("transport", WeirConfig.Transport.AUTO, List.of(WeirConfig.Transport.values()));
    }

    private static Duration drainTimeout(ConfigNode server) throws ConfigException {
        return server.duration("drain-timeout", Duration.ofSeconds(8), Duration.ZERO, Duration.ofMinutes(10));
    }

    private BeaconOptions beacon(ConfigNode server) throws ConfigException {
        int loops = server.count("event-loops", 0);
        return new BeaconOptions(
                String.valueOf(server.text("host", "127.0.0.1")),
                port(server, "WEIR_PORT", 8080),
                loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
                maxBodyBytes(server),
                server.size("max-body-bytes-in-flight", Math.max(DEFAULT_IN_FLIGHT_BYTES, 4L * maxBodyBytes(server))),
                server.duration("body-timeout", Duration.ofSeconds(10), SECOND, Duration.ofHours(1)),
                server.duration("idle-timeout", FrontReader.idleTimeout(server), SECOND, Duration.ofDays(1)),
                server.text("public-url", null));
    }

    private static AssetOptions assets(ConfigNode server) throws ConfigException {
        AssetOptions fallback = AssetOptions.DEFAULT;
        AssetOptions assets = new AssetOptions(
                server.text("script-path", fallback.scriptPath()), server.flag("demo", fallback.demo()));
        if (assets.scriptPath() != null && Dialects.serve(assets.scriptPath())) {
            throw server.error(
                    "script-path", assets.scriptPath(), "a path of its own, and not that of a vendor's call");
        }
        return assets;
    }

    private static List<String> crawlers(ConfigNode server) throws ConfigException {
        List<String> words = server.distinctTexts("crawlers");
        server.refuse(Crawlers.problems("server.crawlers", words));
        return words;
    }

    private static int maxBodyBytes(ConfigNode server) throws ConfigException {
        long bytes = server.size("max-body-bytes", DEFAULT_BODY_BYTES);
        if (bytes < BeaconOptions.LEAST_BODY_BYTES || bytes > BeaconOptions.MOST_BODY_BYTES) {
            throw server.error("max-body-bytes", server.text("max-body-bytes"), "1KiB to 16MiB");
        }
        return Math.toIntExact(bytes);
    }

    private static int maxSessions(ConfigNode sessions) throws ConfigException {
        int max = sessions.count("max", Math.toIntExact(Identities.DEFAULT_MAX_SESSIONS));
        if (max < 1) {
            throw sessions.error("max", Integer.toString(max), "at least 1");
        }
        sessions.refuseUnknownKeys();
        return max;
    }

    private AdminOptions admin(ConfigNode admin) throws ConfigException {
        AdminOptions options = new AdminOptions(
                String.valueOf(admin.text("host", "127.0.0.1")),
                port(admin, "WEIR_ADMIN_PORT", 9090),
                token(admin, "token", "WEIR_ADMIN_TOKEN"),
                token(admin, "read-token", "WEIR_ADMIN_READ_TOKEN"));
        admin.refuseUnknownKeys();
        return options;
    }

    private @Nullable String token(ConfigNode admin, String option, String variable) throws ConfigException {
        String token = admin.text(option, null);
        String override = environment.value(variable);
        // A variable that may be unset leaves an empty text in its place.
        return override != null ? override : token == null || token.isEmpty() ? null : token;
    }

    private static List<SinkConfig> sinks(ConfigNode root, Path data) throws ConfigException {
        List<SinkConfig> sinks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ConfigNode node : root.nodes("sinks")) {
            SinkConfig sink = SinkReader.read(node, data);
            if (!names.add(sink.name())) {
                throw node.error("name", sink.name(), "a name that no other sink has");
            }
            sinks.add(sink);
        }
        return sinks;
    }

    private static Sections sections(ConfigNode root, List<SinkConfig> sinks) throws ConfigException {
        List<String> names = sinks.stream().map(SinkConfig::name).toList();
        WaitingChecks checks = new WaitingChecks(Dialects.unsealed(), sinks);
        List<Section> sections = new ArrayList<>();
        for (ConfigNode node : root.nodes("sections")) {
            Section section = SectionReader.read(node, sinks);
            for (String sink : section.sinks()) {
                if (!names.contains(sink)) {
                    throw node.error("sinks", sink, "one of " + String.join(", ", names));
                }
            }
            checks.check(node, section);
            sections.add(section);
        }
        if (sections.isEmpty()) {
            throw root.error("sections", "none", "a list with at least one section");
        }
        refuseSharedApiKeys(root, sections);
        return Sections.of(sections);
    }

    /** Or nobody could tell whose an event is. */
    private static void refuseSharedApiKeys(ConfigNode root, List<Section> sections) throws ConfigException {
        Map<String, String> owners = new HashMap<>();
        for (Section section : sections) {
            for (String dialect : Dialects.API_KEY_DIALECTS) {
                for (Section.Key key : section.keys().getOrDefault(dialect, List.of())) {
                    String owner = owners.putIfAbsent(dialect + " " + key.secret(), key.id());
                    if (owner != null) {
                        throw root.error(
                                "sections." + section.name() + "." + dialect,
                                key.id() + " has an API key",
                                "another than that of " + owner);
                    }
                }
            }
        }
    }

    private WeirConfig withUpstream(WeirConfig config, String url) throws ConfigException {
        List<SinkConfig> sinks = new ArrayList<>(config.sinks());
        sinks.add(SinkReader.upstream(DEFAULT, UPSTREAM, "WEIR_UPSTREAM", url));
        List<Section> sections =
                config.sections().all().stream().map(ConfigReader::withUpstream).toList();
        return new WeirConfig(
                config.data(),
                config.server(),
                config.connections(),
                config.front(),
                config.assets(),
                config.crawlers(),
                config.transport(),
                config.drainTimeout(),
                config.admin(),
                config.telemetry(),
                config.journal(),
                config.kafka(),
                config.maxSessions(),
                config.state(),
                config.proxy(),
                config.relay(),
                config.overload(),
                config.redis(),
                config.unknownSections(),
                sinks,
                Sections.of(sections));
    }

    private static Section withUpstream(Section section) {
        List<String> sinks = new ArrayList<>(section.sinks());
        sinks.add(UPSTREAM);
        return new Section(
                section.name(),
                section.keys(),
                section.reading(),
                section.answers(),
                section.limit(),
                section.identity(),
                sinks,
                section.upstreams(),
                section.fallbacks(),
                section.outflow(),
                section.web(),
                section.priorities());
    }

    private int port(ConfigNode node, String variable, int fallback) throws ConfigException {
        String override = environment.value(variable);
        if (override == null) {
            return node.count("port", fallback);
        }
        node.overrule("port");
        if (!override.matches("\\d{1,5}") || Integer.parseInt(override) > MAX_PORT) {
            throw new ConfigException(variable + ": " + override + " (expected: 0 to " + MAX_PORT + ")");
        }
        return Integer.parseInt(override);
    }

    private Path data(ConfigNode root) throws ConfigException {
        String override = environment.value("WEIR_DATA");
        String data = String.valueOf(root.text("data", "./data"));
        try {
            return Path.of(override == null ? data : override);
        } catch (InvalidPathException invalid) {
            throw new ConfigException((override == null ? "data: " + data : "WEIR_DATA: " + override)
                    + " (expected: a path): " + invalid.getReason());
        }
    }

    private static String defaultText() {
        try (InputStream in = ConfigReader.class.getResourceAsStream(DEFAULT)) {
            if (in == null) {
                throw new IllegalStateException(DEFAULT + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
