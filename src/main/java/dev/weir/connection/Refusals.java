package dev.weir.connection;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Says what is answered to those who are refused before anybody has read their request. Safe for many threads. */
public interface Refusals {

    /** Counts one more, and says what it is answered. Must not block. */
    ClosingAnswer answer(Fault fault, Unread request);

    /**
     * A request that nobody reads.
     *
     * @param client the other end of the connection
     * @param origin the value of the first Origin field, as far as the head had been read; null if none was seen
     */
    record Unread(@Nullable SocketAddress client, @Nullable String origin) {

        /** One whose fields are known, and may be anything. */
        public static Unread of(@Nullable SocketAddress client, @Nullable CharSequence origin) {
            return new Unread(client, OriginText.of(origin));
        }
    }
}
