package dev.weir.relay.sink.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The topics that were looked for and not found, or not to be used. Each is left alone for a while, longer each time, because
 * looking for it keeps the others waiting. Confined to one thread.
 */
final class AbsentTopics {

    static final Duration MIN_REST = Duration.ofMillis(250);
    static final Duration MAX_REST = Duration.ofSeconds(10);
    /** Beyond it a topic is looked for each time: slower, and no less right. */
    private static final int MAX_TOPICS = 1024;

    private final Map<String, Rest> rests = new HashMap<>();

    /** How long the topic is still to be left alone; 0 if it may be looked for. */
    long restMillis(String topic, long nowMillis) {
        Rest rest = rests.get(topic);
        return rest == null ? 0 : rest.leftMillis(nowMillis);
    }

    /** Whether it was not there the last time. */
    boolean isMissed(String topic) {
        return rests.containsKey(topic);
    }

    void onAbsent(String topic, long nowMillis) {
        if (rests.size() < MAX_TOPICS || rests.containsKey(topic)) {
            rests.computeIfAbsent(topic, added -> new Rest(MIN_REST, MAX_REST)).begin(nowMillis);
        }
    }

    void onPresent(String topic) {
        if (!rests.isEmpty()) {
            rests.remove(topic);
        }
    }
}
