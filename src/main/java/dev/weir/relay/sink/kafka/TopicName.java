package dev.weir.relay.sink.kafka;

import java.util.regex.Pattern;

/** The name of a topic, in which {@code {section}} may stand for that of the event's section. */
final class TopicName {

    private static final String SECTION = "{section}";
    private static final String LONGEST_SECTION = "s".repeat(64);
    /** What a broker takes; neither {@code .} nor {@code ..}, and 249 characters at most. */
    private static final Pattern VALID = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private final String text;
    private final boolean isOfSection;

    TopicName(String text) {
        this.text = text;
        this.isOfSection = text.contains(SECTION);
    }

    /** Whether it is the name of a topic for every section. */
    boolean isValid() {
        return VALID.matcher(of(LONGEST_SECTION)).matches();
    }

    String of(String section) {
        return isOfSection ? text.replace(SECTION, section) : text;
    }
}
