package dev.weir.ingest.identity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The secret keys that ids are tagged with. The first one, the newest, tags; all of them verify, so that a new key can
 * be put in front while visitors still hold ids of the older ones. Machines that serve the same sections need the same
 * keys.
 *
 * <p>As text, one key a line, the newest first: one letter or digit that names the key, a space, and 16 bytes in
 * base64. Empty lines and lines that start with {@code #} mean nothing. Immutable. Never prints a key.
 */
public final class IdKeys {

    /** {@link #rotated} keeps this many. */
    public static final int KEPT_WHEN_ROTATED = 8;

    private static final String KEY_IDS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int KEY_BYTES = 16;
    private static final String KEY_EXPECTED = "16 bytes in base64";

    private final List<Key> newestFirst;
    private final @Nullable Key[] byId = new @Nullable Key[128];

    private IdKeys(List<Key> newestFirst) {
        this.newestFirst = List.copyOf(newestFirst);
        for (Key key : newestFirst) {
            byId[key.id()] = key;
        }
    }

    /** One new key. */
    public static IdKeys generate(RandomGenerator random) {
        return new IdKeys(List.of(Key.drawn(KEY_IDS.charAt(0), random)));
    }

    /**
     * Reads the keys' text.
     *
     * @throws IllegalArgumentException naming the line, counted from 1, and what was expected; never quotes a key
     */
    public static IdKeys parse(List<String> lines) {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Key key = parseLine(line, i + 1);
            for (Key earlier : keys) {
                if (earlier.id() == key.id()) {
                    throw malformed(i + 1, "key id " + key.id() + " for the second time", "each key id once");
                }
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "id keys: none (expected: at least one line: a key id and " + KEY_EXPECTED + ")");
        }
        return new IdKeys(keys);
    }

    private static Key parseLine(String line, int number) {
        if (line.length() < 2 || line.charAt(1) != ' ' || KEY_IDS.indexOf(line.charAt(0)) < 0) {
            throw malformed(number, "no key id", "one letter or digit, a space, and " + KEY_EXPECTED);
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(line.substring(2).strip());
        } catch (IllegalArgumentException e) {
            throw malformed(number, "not base64", KEY_EXPECTED);
        }
        if (secret.length != KEY_BYTES) {
            throw malformed(number, secret.length + " bytes", KEY_EXPECTED);
        }
        return Key.of(line.charAt(0), secret);
    }

    private static IllegalArgumentException malformed(int line, String found, String expected) {
        return new IllegalArgumentException("id keys, line " + line + ": " + found + " (expected: " + expected + ")");
    }

    /** The text that {@link #parse} reads. Secret. */
    public List<String> toLines() {
        List<String> lines = new ArrayList<>();
        for (Key key : newestFirst) {
            lines.add(key.id() + " " + Base64.getEncoder().encodeToString(key.bytes()));
        }
        return List.copyOf(lines);
    }

    /**
     * These keys with a new one in front. Of the old ones the newest stay, {@value #KEPT_WHEN_ROTATED} in all: an id of
     * a key that has gone counts as forged.
     */
    public IdKeys rotated(RandomGenerator random) {
        List<Key> keys = new ArrayList<>();
        keys.add(Key.drawn(nextKeyId(), random));
        keys.addAll(newestFirst.subList(0, Math.min(newestFirst.size(), KEPT_WHEN_ROTATED - 1)));
        return new IdKeys(keys);
    }

    /** The key id after the newest one's that is not in use; of 62, more than are kept. */
    private char nextKeyId() {
        int at = KEY_IDS.indexOf(signing().id());
        for (int step = 1; step < KEY_IDS.length(); step++) {
            char id = KEY_IDS.charAt((at + step) % KEY_IDS.length());
            if (byId[id] == null) {
                return id;
            }
        }
        // All 62 are in use, so the oldest one gives way.
        return newestFirst.get(newestFirst.size() - 1).id();
    }

    /** The newest key. */
    Key signing() {
        return newestFirst.get(0);
    }

    /** The key of that id, or null. */
    @Nullable
    Key withId(char id) {
        return id < byId.length ? byId[id] : null;
    }

    @Override
    public String toString() {
        return "IdKeys[" + newestFirst.size() + "]";
    }

    /** A key as SipHash takes it: two little-endian halves. */
    record Key(char id, long k0, long k1) {

        static Key of(char id, byte[] secret) {
            ByteBuffer halves = ByteBuffer.wrap(secret).order(ByteOrder.LITTLE_ENDIAN);
            return new Key(id, halves.getLong(), halves.getLong());
        }

        static Key drawn(char id, RandomGenerator random) {
            byte[] secret = new byte[KEY_BYTES];
            random.nextBytes(secret);
            return of(id, secret);
        }

        byte[] bytes() {
            return ByteBuffer.allocate(KEY_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(k0)
                    .putLong(k1)
                    .array();
        }

        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }
}
