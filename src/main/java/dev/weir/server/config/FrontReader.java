package dev.weir.server.config;

import dev.weir.ingest.beacon.FrontOptions;
import dev.weir.ingest.beacon.FrontOptions.Certificate;
import dev.weir.ingest.beacon.FrontOptions.Http2;
import dev.weir.ingest.beacon.FrontOptions.ProxyProtocol;
import dev.weir.ingest.beacon.FrontOptions.Tls;
import dev.weir.ingest.client.Networks;
import dev.weir.ingest.client.Preset;
import dev.weir.ingest.client.TrustedPeers;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what stands in front of the public port. */
final class FrontReader {

    private static final String TRUSTED = "trusted";
    private static final int MAX_PORT = 65_535;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private FrontReader() {}

    static FrontOptions read(ConfigNode server) throws ConfigException {
        return new FrontOptions(
                trusted(server.node(TRUSTED)), http2(server.node("http2")), proxyProtocol(server), tls(server));
    }

    /** For how long an unused connection is kept, unless the operator says. */
    static Duration idleTimeout(ConfigNode server) throws ConfigException {
        ConfigNode trusted = server.node(TRUSTED);
        return (trusted.has("preset") ? preset(trusted) : Preset.PROXY).idleTimeout();
    }

    private static TrustedPeers trusted(ConfigNode node) throws ConfigException {
        Preset preset = node.has("preset") ? preset(node) : null;
        String header = preset == null ? TrustedPeers.FORWARDED_FOR : preset.header();
        TrustedPeers trusted = new TrustedPeers(
                peers(node, preset), String.valueOf(node.text("header", header)), node.count("hops", 0));
        if (trusted.peers().isEmpty() && (node.has("header") || node.has("hops"))) {
            throw node.error("peers", "none", "who may say so, as in [10.0.0.0/8]");
        }
        node.refuseUnknownKeys();
        return trusted;
    }

    private static Http2 http2(ConfigNode node) throws ConfigException {
        Http2 fallback = Http2.DEFAULT;
        int maxResets = node.count("max-resets", fallback.maxResets());
        int maxControlFrames = node.count("max-control-frames", fallback.maxControlFrames());
        Http2 http2 = new Http2(
                node.count("max-streams", fallback.maxStreams()),
                node.count("trusted-max-streams", fallback.trustedMaxStreams()),
                maxResets,
                node.count("trusted-max-resets", Math.max(maxResets, fallback.trustedMaxResets())),
                maxControlFrames,
                node.count(
                        "trusted-max-control-frames", Math.max(maxControlFrames, fallback.trustedMaxControlFrames())),
                node.duration("reset-window", fallback.resetWindow(), SECOND, Duration.ofHours(1)),
                node.duration("stream-timeout", fallback.streamTimeout(), SECOND, Duration.ofHours(1)));
        node.refuseUnknownKeys();
        return http2;
    }

    private static @Nullable ProxyProtocol proxyProtocol(ConfigNode server) throws ConfigException {
        if (!server.has("proxy-protocol")) {
            return null;
        }
        ConfigNode node = server.node("proxy-protocol");
        ProxyProtocol options = new ProxyProtocol(
                port(node),
                networks(node, "peers", node.distinctTexts("peers")),
                node.duration("header-timeout", Duration.ofSeconds(5), MILLISECOND, Duration.ofMinutes(1)));
        if (options.peers().isEmpty()) {
            throw node.error("peers", "none", "who may connect, as in [10.0.0.0/8]");
        }
        node.refuseUnknownKeys();
        return options;
    }

    private static @Nullable Tls tls(ConfigNode server) throws ConfigException {
        if (!server.has("tls")) {
            return null;
        }
        ConfigNode node = server.node("tls");
        List<Certificate> certificates = new ArrayList<>();
        for (ConfigNode certificate : node.nodes("certificates")) {
            certificates.add(new Certificate(path(certificate, "chain"), path(certificate, "key")));
            certificate.refuseUnknownKeys();
        }
        if (certificates.isEmpty()) {
            throw node.error("certificates", "none", "at least one, as in [{chain: shop.crt, key: shop.key}]");
        }
        Tls tls = new Tls(port(node), certificates);
        node.refuseUnknownKeys();
        return tls;
    }

    private static Path path(ConfigNode node, String key) throws ConfigException {
        try {
            return Path.of(node.text(key));
        } catch (InvalidPathException invalid) {
            throw node.error(key, node.text(key), "a path");
        }
    }

    private static int port(ConfigNode node) throws ConfigException {
        if (!node.has("port") || node.count("port", 0) > MAX_PORT) {
            throw node.error("port", node.text("port", "missing"), "0 to " + MAX_PORT);
        }
        return node.count("port", 0);
    }

    private static Networks peers(ConfigNode node, @Nullable Preset preset) throws ConfigException {
        List<String> own = node.distinctTexts("peers");
        if (own.isEmpty() && preset != null && !preset.hasNetworks()) {
            throw node.error(
                    "peers",
                    "none",
                    "the networks that it calls from, since those of "
                            + preset.name().toLowerCase(Locale.ROOT) + " are not built in");
        }
        return networks(node, "peers", own.isEmpty() && preset != null ? preset.networks() : own);
    }

    static Networks networks(ConfigNode node, String key, List<String> texts) throws ConfigException {
        try {
            return Networks.of(texts);
        } catch (IllegalArgumentException wrong) {
            throw node.error(node.path() + "." + key + ": " + wrong.getMessage());
        }
    }

    private static Preset preset(ConfigNode node) throws ConfigException {
        return node.choice("preset", Preset.PROXY, List.of(Preset.values()));
    }
}
