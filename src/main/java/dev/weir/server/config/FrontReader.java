package dev.weir.server.config;

import dev.weir.ingest.beacon.FrontOptions;
import dev.weir.ingest.client.Networks;
import dev.weir.ingest.client.Preset;
import dev.weir.ingest.client.TrustedPeers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what stands in front of the public port. */
final class FrontReader {

    private static final String TRUSTED = "trusted";

    private FrontReader() {}

    static FrontOptions read(ConfigNode server) throws ConfigException {
        return new FrontOptions(trusted(server.node(TRUSTED)));
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
