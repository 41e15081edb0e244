package dev.weir.relay.deadletter;

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

    @Override
    void close();
}
