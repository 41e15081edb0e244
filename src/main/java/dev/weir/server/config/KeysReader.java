package dev.weir.server.config;

import dev.weir.event.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a section, which say which dialects it speaks. Each dialect has a list of its own. */
final class KeysReader {

    private static final String DEFAULT_NAME = "default";
    private static final int MAX_ID_CHARS = 64;
    private static final int MAX_SECRET_CHARS = 256;

    private KeysReader() {}

    static Map<String, List<Section.Key>> read(ConfigNode section) throws ConfigException {
        Map<String, List<Section.Key>> keys = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            if (section.has(kind.label)) {
                keys.put(kind.label, read(section, kind));
            }
        }
        if (keys.isEmpty()) {
            throw section.error(Kind.PERSONACLICK.label, "no keys", "keys of at least one dialect: " + Kind.labels());
        }
        return keys;
    }

    private static List<Section.Key> read(ConfigNode section, Kind kind) throws ConfigException {
        List<Section.Key> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (ConfigNode node : section.nodes(kind.label)) {
            Section.Key key = new Section.Key(id(section.text("name"), node, kind), secret(node, kind));
            if (!ids.add(key.id())) {
                throw node.error(kind.id, key.id(), "each key once");
            }
            keys.add(key);
            node.refuseUnknownKeys();
        }
        if (keys.isEmpty() && !kind.takesOurOwnKeys) {
            throw section.error(kind.label, "no keys", "a list with at least one " + kind.id);
        }
        return keys;
    }

    private static String id(String section, ConfigNode node, Kind kind) throws ConfigException {
        String id = kind.takesOurOwnKeys ? String.valueOf(node.text(kind.id, DEFAULT_NAME)) : node.text(kind.id);
        if (id.isBlank() || id.length() > MAX_ID_CHARS) {
            throw node.error(kind.id, id.length() + " characters", "1 to " + MAX_ID_CHARS + ", not all blank");
        }
        // Where the vendor's one key is the secret, what it is called here is the section's own affair.
        return kind.takesOurOwnKeys ? section + "/" + id : id;
    }

    private static @Nullable String secret(ConfigNode node, Kind kind) throws ConfigException {
        String secret = kind.isSecretOptional ? node.text(kind.secret, null) : node.text(kind.secret);
        if (secret != null && (secret.isBlank() || secret.length() > MAX_SECRET_CHARS)) {
            throw node.error(
                    kind.secret, secret.length() + " characters", "1 to " + MAX_SECRET_CHARS + ", not all blank");
        }
        return secret;
    }

    /** A dialect, and what its vendor calls a key and a secret. */
    private enum Kind {
        PERSONACLICK("personaclick", "shop-id", "shop-secret", true, false),
        PURECLARITY("pureclarity", "app-id", "secret-key", false, false),
        GRAVITYFIELD("gravityfield", "name", "api-key", false, true),
        PAGENT("pagent", "name", "api-key", false, true);

        private final String label;
        private final String id;
        private final String secret;
        private final boolean isSecretOptional;
        /** Then an empty list will do: there are keys that are not in the config. */
        private final boolean takesOurOwnKeys;

        Kind(String label, String id, String secret, boolean isSecretOptional, boolean takesOurOwnKeys) {
            this.label = label;
            this.id = id;
            this.secret = secret;
            this.isSecretOptional = isSecretOptional;
            this.takesOurOwnKeys = takesOurOwnKeys;
        }

        static String labels() {
            List<String> labels = new ArrayList<>();
            for (Kind kind : values()) {
                labels.add(kind.label);
            }
            return String.join(", ", labels);
        }
    }
}
