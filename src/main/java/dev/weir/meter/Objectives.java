package dev.weir.meter;

import java.time.Duration;
import java.util.Arrays;

/** The times by which a timer's records are counted: an objective that is one of them can be read exactly. */
public final class Objectives {

    private static final Duration[] ANSWERS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1)
    };

    private static final Duration[] LATER = {Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10)};

    private Objectives() {}

    /** Of what somebody waits for: 0.5 ms to 1 s. */
    public static Duration[] ofAnswers() {
        return ANSWERS.clone();
    }

    /** Of what goes out afterwards, at a vendor's pace: the same, and up to 10 min. */
    public static Duration[] ofDeliveries() {
        Duration[] all = Arrays.copyOf(ANSWERS, ANSWERS.length + LATER.length);
        System.arraycopy(LATER, 0, all, ANSWERS.length, LATER.length);
        return all;
    }
}
