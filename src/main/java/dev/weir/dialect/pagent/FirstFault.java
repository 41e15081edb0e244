package dev.weir.dialect.pagent;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that is wrong with an event. Noted and not thrown, because the event has to be read to its end: others
 * come after it, and have a verdict of their own. Confined to one thread.
 */
final class FirstFault {

    static final int NO_INDEX = -1;

    private final int index;
    private @Nullable RejectedException first;

    /** @param index the event's place among others, or {@link #NO_INDEX} if it is the only one */
    FirstFault(int index) {
        this.index = index;
    }

    /** What was wrong, or null for nothing. */
    @Nullable
    RejectedException first() {
        return first;
    }

    /** Of the event as a whole. */
    void note(String found, String expected) {
        note(Rejection.MALFORMED_PARAMETER, "", found, expected);
    }

    /** @param member its name within the event */
    void note(Rejection rejection, String member, String found, String expected) {
        if (first == null) {
            first = new RejectedException(rejection, path(member), found + " (expected: " + expected + ")");
        }
    }

    private String path(String member) {
        if (index == NO_INDEX) {
            return member;
        }
        String event = "events[" + index + "]";
        return member.isEmpty() ? event : event + "." + member;
    }
}
