package dev.weir.kafka;

import java.util.regex.Pattern;

/** How brokers are named in a config. */
public final class Brokers {

    /** What is expected. */
    public static final String FORM = "host:port, or several separated by commas";

    private static final String BROKER = "([a-zA-Z0-9._-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5}";
    private static final Pattern BROKERS = Pattern.compile(BROKER + "(," + BROKER + ")*");

    private Brokers() {}

    public static boolean areNamed(String text) {
        return BROKERS.matcher(text).matches();
    }
}
