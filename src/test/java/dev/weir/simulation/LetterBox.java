package dev.weir.simulation;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Where one sink's dead letters are kept over the lives of processes. Safe for many threads. */
final class LetterBox {

    private final List<DeadLetter> kept = new ArrayList<>();

    /** The events whose dead letters are on disk; each perhaps more than once, after a crash. */
    synchronized TreeSet<Long> seqs() {
        TreeSet<Long> seqs = new TreeSet<>();
        for (DeadLetter letter : kept) {
            for (long seq = letter.seq(); seq <= letter.lastSeq(); seq++) {
                seqs.add(seq);
            }
        }
        return seqs;
    }

    /** Why letters were kept. */
    synchronized List<DeadLetter.Reason> reasons() {
        return kept.stream().map(DeadLetter::reason).distinct().toList();
    }

    DeadLetters open(Death death) {
        return new Opened(death);
    }

    private synchronized void keep(List<DeadLetter> letters) {
        kept.addAll(letters);
    }

    private final class Opened implements DeadLetters {

        private final Death death;
        private final List<DeadLetter> unsynced = new ArrayList<>();

        Opened(Death death) {
            this.death = death;
        }

        @Override
        public boolean tryAppend(DeadLetter letter) {
            unsynced.add(letter);
            boolean unused = death.isSurvived(Moment.LETTER_TAKEN);
            return true;
        }

        @Override
        public void sync() {
            if (!unsynced.isEmpty() && death.isSurvived(Moment.LETTERS_SYNCED)) {
                keep(unsynced);
                unsynced.clear();
            }
        }

        @Override
        public List<Kept> takeReplays(int most) {
            return List.of();
        }

        @Override
        public void onReplayed(long seq) {
            throw new IllegalStateException("nothing was replayed");
        }

        @Override
        public void close() {
            sync();
        }
    }
}
