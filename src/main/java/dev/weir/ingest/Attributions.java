package dev.weir.ingest;

import dev.weir.dialect.Part;
import dev.weir.event.Envelope.Attribution;
import dev.weir.event.Envelope.Bot;
import dev.weir.event.Envelope.Notes;
import dev.weir.event.Event;
import dev.weir.event.Section;
import dev.weir.ingest.identity.Visitor;
import dev.weir.state.SeenSessions;
import org.jspecify.annotations.Nullable;

/** Ties conversions to sessions: one whose session was seen in any event of the section is attributed to it. */
final class Attributions {

    private Attributions() {}

    /** What is noted of an event; its own session is seen from then on, unless it is a conversion itself. */
    static Notes notes(
            SeenSessions seen,
            Section section,
            Part.Meant part,
            Visitor visitor,
            boolean authenticated,
            @Nullable String carriedTo,
            @Nullable String key,
            Bot bot) {
        Attribution attribution = Attribution.NOT_ASKED;
        if (part.event() instanceof Event.Conversion) {
            String session = part.claim().sessionId();
            boolean isKnown = session != null && seen.hasSeen(section.name(), session);
            attribution = isKnown ? Attribution.ATTRIBUTED : Attribution.UNATTRIBUTED;
        } else {
            see(seen, section, visitor.sessionId());
            see(seen, section, visitor.clientSessionId());
        }
        // Fast path: nothing to note.
        if (carriedTo == null && key == null && attribution == Attribution.NOT_ASKED && bot == Bot.NONE) {
            return authenticated ? Notes.AUTHENTICATED : Notes.NONE;
        }
        return new Notes(authenticated, carriedTo, attribution, key, bot);
    }

    private static void see(SeenSessions seen, Section section, @Nullable String session) {
        if (session != null) {
            seen.see(section.name(), session);
        }
    }
}
