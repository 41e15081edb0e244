package dev.weir.lease;

/** The lessor's thread, for who is on another. Safe for many threads. */
public interface Ticker {

    /** Runs an action on it, soon. */
    void execute(Runnable action);

    /** Runs an action on it after some time, at least 1 ns. */
    void after(long nanos, Runnable action);
}
