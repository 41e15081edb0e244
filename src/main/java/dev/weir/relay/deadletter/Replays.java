package dev.weir.relay.deadletter;

import dev.weir.journal.JournalReader.Entry.Kept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Letters that are to be sent again: those that wait for it, and those that the relay has. Confined to one thread. */
final class Replays {

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);

    private final String sink;
    private final ReplayReader reader;
    private final LetterNumbers waiting = new LetterNumbers();
    /** By the event's number; as many as the relay takes at once. */
    private final Map<Long, UnderWay> underWay = new HashMap<>();
    /** Not after nothing could be read, until the next look. */
    private boolean mayRead = true;

    private boolean isFailing;

    Replays(String sink, LetterFiles letters) {
        this.sink = sink;
        this.reader = new ReplayReader(letters);
    }

    /** Whatever the relay has, it does not know of any longer: all of these are to be given to it. */
    void beginAnew(LetterNumbers asked) {
        underWay.clear();
        waiting.clear();
        waiting.addAll(asked);
        mayRead = true;
    }

    void ask(LetterNumbers numbers) {
        waiting.addAll(numbers);
    }

    /** However the replays of these end that are under way, they are settled. */
    void settle(LetterNumbers numbers) {
        waiting.removeAll(numbers);
        underWay.values().forEach(replay -> replay.isSettled |= numbers.contains(replay.number));
    }

    /** What could not be read is tried again. */
    void onLook() {
        mayRead = true;
    }

    /**
     * Letters to be sent again, those written first before others.
     *
     * @param unreadable is told the numbers of those that can never be sent again
     */
    List<Kept> take(int most, LongConsumer unreadable) {
        List<Kept> taken = new ArrayList<>();
        if (!mayRead) {
            return taken;
        }
        try {
            for (long number = waiting.from(1);
                    number != LetterNumbers.NONE && taken.size() < most;
                    number = waiting.from(number + 1)) {
                take(number, taken, unreadable);
            }
            mayRead = !taken.isEmpty();
            isFailing = false;
        } catch (IOException e) {
            mayRead = false;
            close();
            if (!isFailing) {
                isFailing = true;
                LOG.error("sink={} letters cannot be read, trying again", sink, e);
            }
        }
        return taken;
    }

    /** The replay that this letter ends, or null. A number may have been given twice, after a power cut; not with the same time. */
    @Nullable
    UnderWay endedBy(DeadLetter letter) {
        UnderWay replay = underWay.get(letter.seq());
        Kept original = letter.original();
        return replay != null && original != null && original.timeMillis() == replay.acceptedMillis ? replay : null;
    }

    /** The replay of this event has ended; null if there was none. */
    @Nullable
    UnderWay end(long seq) {
        return underWay.remove(seq);
    }

    /** Lets go of the file that is being read. */
    void close() {
        try {
            reader.close();
        } catch (IOException e) {
            LOG.debug("sink={} closing failed", sink, e);
        }
    }

    /** A letter whose event has another letter under way waits for that. */
    private void take(long number, List<Kept> taken, LongConsumer unreadable) throws IOException {
        try {
            KeptLetter letter = reader.find(number);
            if (letter == null) {
                throw new IllegalArgumentException("no such letter (expected: one that is in a file)");
            }
            if (underWay.containsKey(letter.seq())) {
                return;
            }
            Kept kept = letter.toKept();
            underWay.put(letter.seq(), new UnderWay(number, letter.attempts(), kept.timeMillis()));
            waiting.remove(number, number);
            taken.add(kept);
        } catch (IllegalArgumentException wrong) {
            LOG.error("sink={} letter={} cannot be sent again: {}", sink, number, wrong.getMessage());
            waiting.remove(number, number);
            unreadable.accept(number);
        }
    }

    /** A letter that the relay has. */
    static final class UnderWay {
        private final long number;
        private final int attempts;
        private final long acceptedMillis;
        private boolean isSettled;

        private UnderWay(long number, int attempts, long acceptedMillis) {
            this.number = number;
            this.attempts = attempts;
            this.acceptedMillis = acceptedMillis;
        }

        long number() {
            return number;
        }

        int attempts() {
            return attempts;
        }

        /** Whether somebody dropped it meanwhile. */
        boolean isSettled() {
            return isSettled;
        }
    }
}
