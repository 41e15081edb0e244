package dev.weir.relay.simulation;

import dev.weir.journal.CursorStore.Cursor;

/**
 * Compares a sink's books with what really happened: everything accepted is delivered, superseded, given up or pending; what
 * the books call delivered the vendor has, and has said so; what they call superseded is a full-sync that another followed;
 * what they call dead-lettered is with the dead letters.
 */
final class Audit {

    private final EventLog log;
    private final VendorBooks vendor;
    private final Letters letters;
    private boolean hasCrashed;
    private long nextSeq = 1;
    private long delivered;
    private long superseded;
    private long deadLettered;
    /** After a crash, a full-sync that was delivered may have been superseded when it was read again. */
    private long either;

    Audit(EventLog log, VendorBooks vendor, Letters letters) {
        this.log = log;
        this.vendor = vendor;
        this.letters = letters;
    }

    /** The books are those of the saved cursor again: all of them are looked at anew. */
    void onCrash() {
        hasCrashed = true;
        nextSeq = 1;
        delivered = 0;
        superseded = 0;
        deadLettered = 0;
        either = 0;
    }

    /** Every number below this has been looked at. */
    long looked() {
        return nextSeq;
    }

    /** The books after a round. */
    void check(Cursor books) {
        for (; nextSeq < books.nextSeq(); nextSeq++) {
            look(nextSeq);
        }
        require(books.skipped() == 0 && books.notRouted() == 0, "events left out", books);
        require(books.settled() <= log.lastSeq() && books.frontier() <= log.lastSeq() + 1, "more than came", books);
        require(books.delivered() <= vendor.events().answered(), "not at the vendor", books);
        if (books.behind().isEmpty()) {
            require(books.deadLettered() == deadLettered, "dead letters: " + deadLettered, books);
            long more = books.delivered() - delivered;
            require(more >= 0 && more <= either, "delivered: " + delivered + " to " + (delivered + either), books);
            require(books.superseded() == superseded + either - more, "superseded: " + superseded, books);
        } else {
            require(books.deadLettered() >= deadLettered, "dead letters: at least " + deadLettered, books);
            require(books.delivered() >= delivered, "delivered: at least " + delivered, books);
        }
    }

    private void look(long seq) {
        boolean isSupersedable = log.visitorOf(seq).isSupersedable(seq, log.typeOf(seq));
        if (vendor.events().isAnswered(seq)) {
            if (hasCrashed && isSupersedable) {
                either++;
            } else {
                delivered++;
            }
        } else if (letters.has(seq)) {
            deadLettered++;
        } else if (isSupersedable) {
            superseded++;
        } else {
            throw new AssertionError("event " + seq + ", " + log.typeOf(seq) + " of " + log.visitorOf(seq)
                    + ", is settled by the books, and nowhere");
        }
    }

    private static void require(boolean isSo, String what, Cursor books) {
        if (!isSo) {
            throw new AssertionError(what + ", but the books say " + books);
        }
    }
}
