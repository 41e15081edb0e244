package dev.weir.ingest;

import dev.weir.dialect.Part;
import dev.weir.event.Event.FullSync;
import dev.weir.event.Rejection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of each event of a request, for clients that ask: the {@code Weir-Verdicts} header of the answer, a list in the
 * order of the events (RFC 9651, 3.1). A header, because it goes with every answer of every dialect, with empty ones too.
 *
 * <ul>
 *   <li>{@code accepted}: our promise has been made.
 *   <li>{@code superseded;by=3}: the same, but the event at index 3 of this request overwrites what this one says.
 *   <li>{@code duplicate}: it had been accepted before.
 *   <li>{@code rejected;reason=malformed-parameter}: it was not taken. {@code reason=batch}: nothing is wrong with it, but
 *       with another, and a request is taken whole or not at all.
 * </ul>
 */
final class Verdicts {

    private static final String OF_ANOTHER = "batch";

    private Verdicts() {}

    /** The header's value. */
    static String header(List<String> verdicts) {
        return String.join(", ", verdicts);
    }

    /** Of a request without faults; {@code repetitions} is null where none is. */
    static List<String> of(List<Part.Meant> parts, @Nullable Repetitions repetitions) {
        List<String> verdicts = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            int by = supersededBy(parts, i);
            if (repetitions != null && repetitions.isLost(i)) {
                verdicts.add(rejected(Repetitions.LOST.label()));
            } else if (repetitions != null && !repetitions.isFresh(i)) {
                verdicts.add("duplicate");
            } else if (by >= 0) {
                verdicts.add("superseded;by=" + by);
            } else {
                verdicts.add("accepted");
            }
        }
        return verdicts;
    }

    /** Of a request in which events were at fault. */
    static List<String> ofFaulty(List<Part> parts) {
        List<String> verdicts = new ArrayList<>(parts.size());
        for (Part part : parts) {
            verdicts.add(rejected(
                    part instanceof Part.Faulty faulty
                            ? faulty.why().rejection().label()
                            : OF_ANOTHER));
        }
        return verdicts;
    }

    /** Of a request that was refused as a whole. */
    static List<String> ofRefused(int events, Rejection rejection) {
        return Collections.nCopies(events, rejected(rejection.label()));
    }

    private static String rejected(String reason) {
        return "rejected;reason=" + reason;
    }

    private static int supersededBy(List<Part.Meant> parts, int index) {
        Part.Meant part = parts.get(index);
        if (!(part.event() instanceof FullSync sync)) {
            return -1;
        }
        for (int i = parts.size() - 1; i > index; i--) {
            Part.Meant later = parts.get(i);
            if (later.claim().equals(part.claim())
                    && later.event() instanceof FullSync other
                    && other.list() == sync.list()) {
                return i;
            }
        }
        return -1;
    }
}
