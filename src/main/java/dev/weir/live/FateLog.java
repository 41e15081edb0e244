package dev.weir.live;

/**
 * Where the relay says what becomes of events. Every call but the first is to be made only while {@link #isWatched()}. Safe for
 * many threads; never waits for a socket.
 */
public interface FateLog {

    /** Nobody ever looks. */
    FateLog NOBODY = new FateLog() {
        @Override
        public boolean isWatched() {
            return false;
        }

        @Override
        public void onDelivered(String sink, long seq) {}

        @Override
        public void onSuperseded(String sink, long seq, long by) {}

        @Override
        public void onSkipped(String sink, long seq) {}

        @Override
        public void onNotRouted(String sink, long seq) {}

        @Override
        public void onDeadLetter(String sink, long first, long last, String reason, int status, String detail) {}

        @Override
        public void onFailure(String sink, long seq, String reason) {}
    };

    /** Whether anybody looks, or will be back soon. */
    boolean isWatched();

    void onDelivered(String sink, long seq);

    /**
     * A later full-sync says all that this one did.
     *
     * @param by the number of the event that was delivered in its place
     */
    void onSuperseded(String sink, long seq, long by);

    void onSkipped(String sink, long seq);

    void onNotRouted(String sink, long seq);

    /**
     * A range of events was given up.
     *
     * @param last the last of them; {@code first} for one
     * @param status the destination's own, or 0
     * @param detail a few words that hold nothing the visitor sent; perhaps empty
     */
    void onDeadLetter(String sink, long first, long last, String reason, int status, String detail);

    /**
     * An attempt has failed, and will be made again.
     *
     * @param reason a few words that hold nothing the visitor sent
     */
    void onFailure(String sink, long seq, String reason);
}
