package dev.weir.relay;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters of what can never be delivered: entries that the journal cannot bring any longer, and those whose section
 * or dialect nobody knows. Confined to the relay's thread of the sink.
 */
final class LostEvents {

    private static final Logger LOG = LoggerFactory.getLogger(LostEvents.class);
    /** How many names that are in no config are told of in the log. */
    private static final int MAX_REPORTED = 100;

    private final Relay.Setup setup;
    private final String sink;
    private final Routing routing;
    private final Predicate<DeadLetter> deadLetters;
    private final Set<String> reported = new HashSet<>();

    /** @param deadLetters keeps a dead letter; false when it has no room, and the entry is to wait */
    LostEvents(Relay.Setup setup, String sink, Routing routing, Predicate<DeadLetter> deadLetters) {
        this.setup = setup;
        this.sink = sink;
        this.routing = routing;
        this.deadLetters = deadLetters;
    }

    /** Returns false when there is no room for the dead letter, and it is to be tried again later. */
    boolean tryGiveUp(Reason reason, long first, long last) {
        long now = setup.clock().millis();
        if (!deadLetters.test(new DeadLetter(first, last, now, reason, 0, "", "", null, null))) {
            return false;
        }
        LOG.error("sink={} given-up={} first={} last={}", sink, reason.label(), first, last);
        return true;
    }

    /** As above, of one event that is there. */
    boolean tryGiveUp(Routing.GivenUp givenUp, Kept kept) {
        Reason reason = givenUp.reason();
        DeadLetter letter = new DeadLetter(
                kept.seq(),
                kept.seq(),
                setup.clock().millis(),
                reason,
                0,
                "",
                "",
                kept,
                routing.dialect(kept.envelope().dialect()));
        if (!deadLetters.test(letter)) {
            return false;
        }
        if (reported.size() < MAX_REPORTED && reported.add(reason.label() + givenUp.name())) {
            LOG.error("sink={} given-up={} name={} first={}", sink, reason.label(), givenUp.name(), kept.seq());
        }
        return true;
    }
}
