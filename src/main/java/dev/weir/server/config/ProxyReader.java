package dev.weir.server.config;

import dev.weir.proxy.ProxyOptions;

/** Reads the bounds of what pages wait for. */
final class ProxyReader {

    private ProxyReader() {}

    static ProxyOptions read(ConfigNode node) throws ConfigException {
        ProxyOptions fallback = ProxyOptions.DEFAULT;
        ProxyOptions options;
        try {
            options = new ProxyOptions(
                    node.count("connections", fallback.connections()),
                    node.count("max-in-flight", fallback.maxInFlight()),
                    node.count("max-waiting", fallback.maxWaiting()),
                    Math.toIntExact(
                            Math.min(Integer.MAX_VALUE, node.size("max-answer-bytes", fallback.maxAnswerBytes()))),
                    node.size("cache-bytes", fallback.cacheBytes()));
        } catch (IllegalArgumentException invalid) {
            throw node.error(String.valueOf(invalid.getMessage()));
        }
        node.refuseUnknownKeys();
        return options;
    }
}
