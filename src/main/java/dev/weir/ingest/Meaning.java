package dev.weir.ingest;

import dev.weir.dialect.Part;
import dev.weir.event.Priority;
import dev.weir.event.Section;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parts of a request amount to. */
final class Meaning {

    private Meaning() {}

    /** All events, or null if one of them is faulty. */
    static @Nullable List<Part.Meant> meant(List<Part> read) {
        if (read.size() == 1 && read.get(0) instanceof Part.Meant only) {
            return List.of(only);
        }
        List<Part.Meant> meant = new ArrayList<>(read.size());
        for (Part part : read) {
            if (!(part instanceof Part.Meant event)) {
                return null;
            }
            meant.add(event);
        }
        return meant;
    }

    /** That of the most valuable event. Without events there is an answer that somebody waits for, which is worth the usual. */
    static Priority priority(Section section, List<Part.Meant> events) {
        if (events.isEmpty()) {
            return Priority.NORMAL;
        }
        Priority highest = Priority.LOW;
        for (int i = 0; i < events.size(); i++) {
            highest = highest.or(section.priority(events.get(i).event().type()));
        }
        return highest;
    }
}
