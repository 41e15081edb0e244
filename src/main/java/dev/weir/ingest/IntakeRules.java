package dev.weir.ingest;

import dev.weir.event.EventType;
import dev.weir.event.Priority;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.key.CredentialCheck;
import dev.weir.ingest.origin.OriginTable;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the config says of who may send, at one moment. A request goes by those that were in force when it was read, to its end.
 * Immutable.
 *
 * @param credentials says whose a request is
 * @param origins says whose pages may send
 * @param crawlers knows machines that look like browsers
 * @param highest of each type of event, the highest priority that any section gives it
 */
public record IntakeRules(
        CredentialCheck credentials, OriginTable origins, Crawlers crawlers, Map<EventType, Priority> highest) {

    public IntakeRules {
        highest = Map.copyOf(highest);
    }

    /** What an event of this type is worth at most, whose ever it is. */
    Priority highest(EventType type) {
        return highest.getOrDefault(type, type.usualPriority());
    }

    /** The rules of these sections. */
    public static IntakeRules of(CredentialCheck credentials, Sections sections, Crawlers crawlers) {
        Map<EventType, Priority> highest = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            for (Section section : sections.all()) {
                highest.merge(type, section.priority(type), Priority::or);
            }
        }
        return new IntakeRules(credentials, new OriginTable(sections), crawlers, highest);
    }
}
