package dev.weir.server;

import dev.weir.admin.AdminRefusal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.file.FileJournal;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Finds which numbers of the journal an operator means, by numbers or by times. Safe for many threads. */
final class JournalRange {

    static final String EXPECTED = "a number of the journal, or a time such as 2026-11-21T10:00:00Z";

    private static final int MAX_DIGITS = 18;

    private final FileJournal journal;

    JournalRange(FileJournal journal) {
        this.journal = journal;
    }

    /**
     * From one to the other, both included. Reads a journal file or two where times are given.
     *
     * @param newest what a range may end with: for numbers beyond it there is a refusal, for times it just ends there
     * @throws AdminRefusal 400 for what is neither, 409 for what is not there, or no longer
     */
    Found find(String from, String to, long newest) throws AdminRefusal {
        long oldest = journal.oldestSeq();
        String there = newest < oldest ? "none is there" : oldest + " to " + newest + " are there";
        long first = isNumber(from) ? Long.parseLong(from) : firstAt("from", from, 0);
        long last = isNumber(to) ? Long.parseLong(to) : Math.min(newest, firstAt("to", to, 1) - 1);
        if (first < oldest || first > newest) {
            throw AdminRefusal.conflict("from: " + from
                    + " (expected: an event that the journal has and the sink was given: " + there + ")");
        }
        if (last > newest || last < first) {
            throw AdminRefusal.conflict("to: " + to + " (expected: an event at or after " + first
                    + " that the sink was given: " + there + ")");
        }
        if (!isNumber(from) && first == oldest && oldest > 1 && isBeforeAll(from, oldest)) {
            throw AdminRefusal.conflict("from: " + from
                    + " (expected: a time of which the journal still has all: it begins at " + oldest + ")");
        }
        return new Found(first, last);
    }

    /** The journal began earlier, and what was accepted then is gone. */
    private boolean isBeforeAll(String from, long oldest) throws AdminRefusal {
        try (JournalReader reader = journal.reader(oldest)) {
            Entry entry = reader.poll();
            return entry instanceof Entry.Kept kept && millis("from", from) < kept.timeMillis();
        }
    }

    private long firstAt(String option, String time, long plusMillis) throws AdminRefusal {
        try {
            return journal.firstAt(millis(option, time) + plusMillis);
        } catch (IOException unreadable) {
            throw new AdminRefusal(503, "the journal cannot be read: " + unreadable.getMessage());
        }
    }

    private static long millis(String option, String time) throws AdminRefusal {
        try {
            Instant instant = OffsetDateTime.parse(time).toInstant();
            return instant.toEpochMilli();
        } catch (DateTimeException | ArithmeticException wrong) {
            throw AdminRefusal.bad(option + ": neither a number nor a time (expected: " + EXPECTED + ")");
        }
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Both included. */
    record Found(long from, long to) {}
}
