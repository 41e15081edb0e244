package dev.weir.dialect.pagent;

import dev.weir.dialect.Answer;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonText;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;

/** What clients get back: the document's {@code {"accepted":n}}, or {@code {"error":"..."}} whatever went wrong. */
final class Answers {

    private static final Answer ACCEPTED_ONE = accepted(1);

    private Answers() {}

    /** The answer to a request of so many events. */
    static Answer of(int events) {
        return events == 1 ? ACCEPTED_ONE : accepted(events);
    }

    static Answer rejected(RejectedException rejected) {
        StringBuilder json = new StringBuilder(128).append("{\"error\":");
        JsonText.quote(json, String.valueOf(rejected.getMessage()));
        return Answer.json(status(rejected.rejection()), json.append('}').toString());
    }

    /** Whether a vendor's answer says that it took none of the events. How many there were it does not know to say. */
    static boolean isNoneAccepted(byte[] json) {
        JsonMembers members = JsonMembers.of(json);
        return members != null && "0".equals(members.scalar("accepted"));
    }

    private static Answer accepted(int events) {
        return Answer.json(200, "{\"accepted\":" + events + "}");
    }

    /** The document knows 400 for every fault of the body, 401 for every fault of the key, and 500 for what may be tried again. */
    private static int status(Rejection rejection) {
        return switch (rejection) {
            case MISSING_PARAMETER,
                    MALFORMED_PARAMETER,
                    UNKNOWN_EVENT,
                    TOO_MANY_EVENTS,
                    MISSING_DEVICE,
                    MALFORMED_DEVICE,
                    FOREIGN_DEVICE -> 400;
            case MISSING_SECTION, MALFORMED_SECTION, UNKNOWN_SECTION, WRONG_SECRET -> 401;
            case OVERLOADED,
                    BODY_MEMORY,
                    JOURNAL_QUEUE_FULL,
                    JOURNAL_DISK_FULL,
                    BACKLOG,
                    JOURNAL_FAILED,
                    DRAINING,
                    STATE_BUSY -> 500;
            default -> rejection.status();
        };
    }
}
