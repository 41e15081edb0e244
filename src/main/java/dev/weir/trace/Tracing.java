package dev.weir.trace;

import org.jspecify.annotations.Nullable;

/** Makes spans of what is sampled. Safe for many threads; never blocks. */
public interface Tracing {

    /** Makes none. */
    Tracing OFF = new Tracing() {
        @Override
        public @Nullable Span ofRequest(String method, String route, String dialect, @Nullable String parent) {
            return null;
        }

        @Override
        public @Nullable Span ofCall(Kind kind, String name, @Nullable String parent) {
            return null;
        }
    };

    /**
     * A request that came in.
     *
     * @param route as the dialect has it, with a star for what differs
     * @param parent the traceparent that it came with, of version 00, or null
     * @return null if it is not sampled
     */
    @Nullable
    Span ofRequest(String method, String route, String dialect, @Nullable String parent);

    /**
     * Something that is done for a request: the request decides, so what is of no trace is not sampled.
     *
     * @param name few and known: no ids, no paths
     * @param parent the traceparent that was kept of the request, of version 00, or null
     * @return null if it is not sampled
     */
    @Nullable
    Span ofCall(Kind kind, String name, @Nullable String parent);

    /** What the other end of a call is. */
    enum Kind {
        /** Somebody answers. */
        CLIENT,
        /** A message that somebody reads later. */
        PRODUCER,
        /** Nobody: it ends on our own disk. */
        INTERNAL
    }
}
