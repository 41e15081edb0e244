package dev.weir.relay.deadletter;

import dev.weir.journal.JournalReader.Entry.Kept;
import java.util.List;

/** Where one sink's dead letters are kept. Confined to the relay's thread of that sink. */
public interface DeadLetters extends AutoCloseable {

    /**
     * Takes a dead letter. It is kept for certain only after the next {@link #sync()}.
     *
     * @return false when there is no room: it was not taken, and its event is still owed
     * @throws java.io.UncheckedIOException when what was taken since the last sync may be lost
     */
    boolean tryAppend(DeadLetter letter);

    /**
     * Forces everything taken so far to disk; cheap when there is nothing new. Called before the cursor is saved.
     *
     * @throws java.io.UncheckedIOException when what was taken since the last sync may be lost
     */
    void sync();

    /**
     * Letters that a person wants sent again, in the order in which that was asked: each once, until {@link #onReplayed} or
     * another letter for the same event says what became of it, or the process begins anew. Called once a round.
     *
     * @param most how many there is room for, at least 1
     */
    List<Kept> takeReplays(int most);

    /**
     * The destination has it after all: it is no dead letter any longer, from the next {@link #sync()} on.
     *
     * @throws java.io.UncheckedIOException when what was taken since the last sync may be lost
     */
    void onReplayed(long seq);

    @Override
    void close();
}
