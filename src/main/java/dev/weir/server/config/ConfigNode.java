package dev.weir.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mapping in the config file, read key by key; it knows its path, and which keys nobody asked for. */
final class ConfigNode {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB|TiB)");

    private final String source;
    private final String path;
    private final Map<?, ?> values;
    private final Set<String> asked;

    private ConfigNode(String source, String path, Map<?, ?> values, Set<String> asked) {
        this.source = source;
        this.path = path;
        this.values = values;
        this.asked = asked;
    }

    static ConfigNode root(String source, @Nullable Object document) throws ConfigException {
        return of(source, "", document);
    }

    /** The mapping at a key; an empty one if the key is absent. */
    ConfigNode node(String key) throws ConfigException {
        Object value = value(key);
        return of(source, at(key), value == null ? Map.of() : value);
    }

    /** The mapping at a key, an empty one if the key is absent; null if it is {@code off} instead. */
    @Nullable
    ConfigNode nodeUnlessOff(String key) throws ConfigException {
        Object value = value(key);
        if ("off".equals(value)) {
            return null;
        }
        if (value != null && !(value instanceof Map)) {
            throw error(key, kind(value), "off, or a mapping of keys to values");
        }
        return node(key);
    }

    /** The same mapping, of another path in what is said of it. */
    ConfigNode named(String otherPath) {
        return new ConfigNode(source, otherPath, values, asked);
    }

    /** The mappings in the list at a key; none if the key is absent. */
    List<ConfigNode> nodes(String key) throws ConfigException {
        List<ConfigNode> nodes = new ArrayList<>();
        List<?> list = list(key);
        for (int i = 0; i < list.size(); i++) {
            nodes.add(of(source, at(key) + "[" + i + "]", list.get(i)));
        }
        return nodes;
    }

    /** The keys there are, each known from now on: for mappings whose keys are names. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Object key : values.keySet()) {
            keys.add(String.valueOf(key));
        }
        asked.addAll(keys);
        return keys;
    }

    List<String> distinctTexts(String key) throws ConfigException {
        List<String> texts = new ArrayList<>();
        for (Object value : list(key)) {
            if (texts.contains(String.valueOf(value))) {
                throw error(key, String.valueOf(value), "each name once");
            }
            texts.add(String.valueOf(value));
        }
        return texts;
    }

    /** Whether a key is there, and not left empty. */
    boolean has(String key) {
        return value(key) != null;
    }

    /** Takes a key for known without reading it, because something else decides. */
    void overrule(String key) {
        asked.add(key);
    }

    String text(String key) throws ConfigException {
        String text = text(key, null);
        if (text == null) {
            throw error(key, "missing", "a text");
        }
        return text;
    }

    @Nullable
    String text(String key, @Nullable String fallback) throws ConfigException {
        Object value = value(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Map || value instanceof List) {
            throw error(key, "a mapping or list", "a text");
        }
        return value.toString();
    }

    boolean flag(String key, boolean fallback) throws ConfigException {
        String text = text(key, Boolean.toString(fallback));
        if (!"true".equals(text) && !"false".equals(text)) {
            throw error(key, text, "true or false");
        }
        return Boolean.parseBoolean(text);
    }

    int count(String key, int fallback) throws ConfigException {
        long count = number(key, fallback);
        if (count > Integer.MAX_VALUE) {
            throw error(key, Long.toString(count), "at most " + Integer.MAX_VALUE);
        }
        return Math.toIntExact(count);
    }

    long number(String key, long fallback) throws ConfigException {
        String text = text(key, Long.toString(fallback));
        try {
            long number = Long.parseLong(String.valueOf(text));
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, like a negative one.
        }
        throw error(key, text, "a whole number of at least 0");
    }

    /** A part of the whole, 0 to 1, both included. */
    double share(String key, double fallback) throws ConfigException {
        String text = text(key, Double.toString(fallback));
        try {
            double share = Double.parseDouble(String.valueOf(text));
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, like one that is too large.
        }
        throw error(key, text, "a number from 0 to 1");
    }

    /** A duration within bounds, both included. */
    Duration duration(String key, Duration fallback, Duration least, Duration most) throws ConfigException {
        Duration duration = duration(key, fallback);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw error(key, text(key), DurationText.of(least) + " to " + DurationText.of(most));
        }
        return duration;
    }

    /** Bytes. */
    long size(String key, long fallback) throws ConfigException {
        String text = text(key, null);
        if (text == null) {
            return fallback;
        }
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw error(key, text, "a size such as 512B, 64KiB, 64MiB or 8GiB");
        }
        int shift = 10 * List.of("B", "KiB", "MiB", "GiB", "TiB").indexOf(matcher.group(2));
        long amount = Long.parseLong(matcher.group(1));
        if (amount > Long.MAX_VALUE >> shift) {
            throw error(key, text, "at most " + (Long.MAX_VALUE >> shift) + matcher.group(2));
        }
        return amount << shift;
    }

    <E extends Enum<E>> E choice(String key, E fallback, List<E> choices) throws ConfigException {
        String text = text(key, null);
        if (text == null) {
            return fallback;
        }
        List<String> words = new ArrayList<>();
        for (E choice : choices) {
            String word = choice.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return choice;
            }
            words.add(word);
        }
        throw error(key, text, String.join(" or ", words));
    }

    /** Fails if the file holds a key that nobody has asked for. */
    void refuseUnknownKeys() throws ConfigException {
        for (Object key : values.keySet()) {
            if (!asked.contains(String.valueOf(key))) {
                throw error(String.valueOf(key), "unknown key", "one of " + String.join(", ", asked));
            }
        }
    }

    ConfigException error(String key, @Nullable String value, String expected) {
        return new ConfigException(source + ": " + at(key) + ": " + value + " (expected: " + expected + ")");
    }

    /** Where this mapping stands in the file. */
    String path() {
        return path;
    }

    /** An error whose message already names path, value and expectation. */
    ConfigException error(String complete) {
        return new ConfigException(source + ": " + complete);
    }

    /** Fails with the first problem, if there is one. */
    void refuse(List<String> problems) throws ConfigException {
        if (!problems.isEmpty()) {
            throw error(problems.get(0));
        }
    }

    private Duration duration(String key, Duration fallback) throws ConfigException {
        String text = text(key, null);
        if (text == null) {
            return fallback;
        }
        Duration duration = DurationText.parse(text);
        if (duration == null) {
            throw error(key, text, DurationText.EXPECTED);
        }
        return duration;
    }

    private List<?> list(String key) throws ConfigException {
        Object value = value(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw error(key, kind(value), "a list");
    }

    /** The value, or null if it is absent or left empty. */
    private @Nullable Object value(String key) {
        asked.add(key);
        Object value = values.get(key);
        return "".equals(value) ? null : value;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static ConfigNode of(String source, String path, @Nullable Object value) throws ConfigException {
        if (value instanceof Map<?, ?> map) {
            return new ConfigNode(source, path, map, new TreeSet<>());
        }
        throw new ConfigException(source + ": " + (path.isEmpty() ? "document" : path) + ": " + kind(value)
                + " (expected: a mapping of keys to values)");
    }

    /** What it is, and not what it says: a key that stands in the wrong place is still a secret. */
    private static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map<?, ?>) {
            return "a mapping";
        }
        return value instanceof List<?> ? "a list" : "a single value";
    }
}
