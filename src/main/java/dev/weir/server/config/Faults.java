package dev.weir.server.config;

import java.util.LinkedHashSet;
import java.util.Set;

/** What is wrong with a config, each once, the first that was found before the others. Confined to one thread. */
final class Faults {

    /** Nobody reads more at once. */
    private static final int MOST_TOLD = 20;

    private final ConfigException first;
    private final Set<String> messages = new LinkedHashSet<>();

    Faults(ConfigException first) {
        this.first = first;
        messages.add(String.valueOf(first.getMessage()));
    }

    /** Reads a part, and notes what is wrong with it; false if something is, and what comes after it was not looked at. */
    boolean attempt(Reading part) {
        try {
            part.read();
            return true;
        } catch (ConfigException wrong) {
            messages.add(String.valueOf(wrong.getMessage()));
        } catch (IllegalArgumentException invalid) {
            // Has no path: it is told when it is the first.
        }
        return false;
    }

    /** All of them, one a line; the first alone as it was. */
    ConfigException told() {
        if (messages.size() == 1) {
            return first;
        }
        StringBuilder told = new StringBuilder();
        int lines = 0;
        for (String message : messages) {
            if (lines == MOST_TOLD) {
                told.append('\n').append("and ").append(messages.size() - lines).append(" more");
                break;
            }
            told.append(lines++ == 0 ? "" : "\n").append(message);
        }
        return new ConfigException(told.toString());
    }

    /** Reads a part of the config. */
    @FunctionalInterface
    interface Reading {
        void read() throws ConfigException;
    }
}
