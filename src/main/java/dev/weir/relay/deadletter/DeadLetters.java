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
     * Letters that a person wants sent again, those written first before others: each once, until {@link #onReplayed} or
     * another letter for the same event says what became of it, or {@link #resume}. Called once a round, at least once a
     * second. Now and then it does what {@link #sync()} does, so that the end of a replay does not wait for other events.
     *
     * @param most how many there is room for, at least 1
     * @throws java.io.UncheckedIOException when what was taken since the last sync may be lost
     */
    List<Kept> takeReplays(int most);

    /** The destination has it after all: it is no dead letter any longer, from the next {@link #sync()} on. */
    void onReplayed(long seq);

    /** The relay begins anew, and knows nothing of replays under way: they are to be given to it again. */
    default void resume() {}

    @Override
    void close();
}
