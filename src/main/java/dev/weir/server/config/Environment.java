package dev.weir.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the environment's values into the texts of a document: {@code ${NAME}} and {@code ${NAME:-default}}. */
final class Environment {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private final Map<String, String> values;

    Environment(Map<String, String> values) {
        this.values = values;
    }

    /** The value of a variable, or null if it is unset or empty. */
    @Nullable
    String value(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Notes an option that a variable overrules, if the file says something else. */
    void addOverruled(List<String> overruled, String option, @Nullable String inFile, String variable) {
        String value = value(variable);
        if (inFile != null && value != null && !value.equals(inFile)) {
            overruled.add(option + ": " + inFile + " does not count (" + variable + " is set to " + value + ")");
        }
    }

    /**
     * The same document with every reference replaced, in values only: a variable cannot change the document's form.
     *
     * @throws ConfigException if a variable without a default is not set
     */
    @Nullable
    Object resolve(String source, String path, @Nullable Object document) throws ConfigException {
        if (document instanceof Map<?, ?> map) {
            Map<Object, Object> resolved = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String at = path.isEmpty() ? String.valueOf(entry.getKey()) : path + "." + entry.getKey();
                resolved.put(entry.getKey(), resolve(source, at, entry.getValue()));
            }
            return resolved;
        }
        if (document instanceof List<?> list) {
            List<Object> resolved = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                resolved.add(resolve(source, path + "[" + i + "]", list.get(i)));
            }
            return resolved;
        }
        return document instanceof String text ? resolve(source, path, text) : document;
    }

    private String resolve(String source, String path, String text) throws ConfigException {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = value(matcher.group(1));
            if (value == null) {
                value = matcher.group(2);
            }
            if (value == null) {
                throw new ConfigException(source + ": " + path + ": " + matcher.group()
                        + " (expected: the environment variable " + matcher.group(1) + " to be set, or a default)");
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }
}
