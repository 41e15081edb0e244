package dev.weir.trace;

import org.jspecify.annotations.Nullable;

/** A piece of work that is sampled, from when it was made until its end. Safe for many threads. */
public interface Span {

    /** Its place in the trace, as a header says it (W3C Trace Context, 3.2). What is done for it is told this. */
    String traceparent();

    /** Something about it. A name that is told twice has the last value. */
    void note(String name, String value);

    /**
     * It is over. A second call is ignored.
     *
     * @param status of HTTP, or 0 for none
     * @param failure what went wrong, in a word or a few of ours; null if nothing did
     */
    void end(int status, @Nullable String failure);
}
