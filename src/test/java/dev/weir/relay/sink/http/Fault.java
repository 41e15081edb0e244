package dev.weir.relay.sink.http;

import java.util.Set;

/** What a vendor does to every third event when it first comes. */
enum Fault {
    RESET_INTERNAL_ERROR(Certainty.UNKNOWN),
    RESET_REFUSED_STREAM(Certainty.UNPROCESSED),
    RESET_CANCEL(Certainty.UNKNOWN),
    /** A GOAWAY that excludes the stream and those after it, whose requests are not looked at any more. */
    GO_AWAY(Certainty.UNPROCESSED),
    SILENCE(Certainty.UNKNOWN),
    TOO_MANY_FOR_A_SECOND(Certainty.UNPROCESSED),
    TOO_MANY_UNTIL_A_DATE(Certainty.UNPROCESSED),
    UNAVAILABLE(Certainty.UNKNOWN),
    CLOSED_MID_ANSWER(Certainty.UNKNOWN),
    /** An answer that comes after the deadline. */
    LATE(Certainty.UNKNOWN);

    static final Set<Fault> OF_TIME = Set.of(SILENCE, LATE);

    final Certainty certainty;

    Fault(Certainty certainty) {
        this.certainty = certainty;
    }

    /** What can be known of an event whose first attempt ends so. */
    enum Certainty {
        UNPROCESSED,
        UNKNOWN
    }
}
