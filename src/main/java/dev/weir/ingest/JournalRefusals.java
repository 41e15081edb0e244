package dev.weir.ingest;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.journal.Journal;

/** What to say when the journal does not take events, or cannot keep its promise. */
final class JournalRefusals {

    private JournalRefusals() {}

    static RejectedException notTaken(Journal.Handover handover) {
        return switch (handover) {
            case QUEUE_FULL ->
                new RejectedException(
                        Rejection.JOURNAL_QUEUE_FULL, null, "more events wait for the disk than may wait");
            case DISK_FULL ->
                new RejectedException(Rejection.JOURNAL_DISK_FULL, null, "the journal's disk space is used up");
            case HELD ->
                new RejectedException(
                        Rejection.BACKLOG, null, "a destination of these events has been behind for too long");
            case FAILED -> new RejectedException(Rejection.JOURNAL_FAILED, null, "the journal cannot be written");
            case CLOSED -> new RejectedException(Rejection.DRAINING, null, "the server is about to stop");
            case TAKEN -> throw new IllegalStateException("an event that was taken is not refused");
        };
    }

    static RejectedException notKept(Journal.Failure why) {
        return switch (why) {
            case DISK_FULL -> notTaken(Journal.Handover.DISK_FULL);
            case FAILED -> notTaken(Journal.Handover.FAILED);
            case CLOSED -> notTaken(Journal.Handover.CLOSED);
            case TOO_LARGE ->
                new RejectedException(
                        Rejection.BODY_TOO_LARGE, null, "the events are larger than the journal keeps in one piece");
        };
    }
}
