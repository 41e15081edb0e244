package dev.weir.server.config;

import dev.weir.relay.RelayOptions;
import java.time.Duration;

/** Reads the bounds of the relay. */
final class RelayReader {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private RelayReader() {}

    static RelayOptions read(ConfigNode node) throws ConfigException {
        RelayOptions fallback = RelayOptions.DEFAULT;
        Duration min = node.duration("backoff-min", fallback.backoffMin(), MILLISECOND, HOUR);
        Duration max = node.duration("backoff-max", fallback.backoffMax(), MILLISECOND, HOUR);
        if (max.compareTo(min) < 0) {
            throw node.error("backoff-max", DurationText.of(max), "at least backoff-min: " + DurationText.of(min));
        }
        RelayOptions options;
        try {
            options = new RelayOptions(
                    node.count("max-held", fallback.maxHeld()),
                    node.size("max-held-bytes", fallback.maxHeldBytes()),
                    node.count("save-every", fallback.saveEvery()),
                    node.duration("save-within", fallback.saveWithin(), MILLISECOND, MINUTE),
                    min,
                    max);
        } catch (IllegalArgumentException invalid) {
            throw node.error(String.valueOf(invalid.getMessage()));
        }
        node.refuseUnknownKeys();
        return options;
    }
}
