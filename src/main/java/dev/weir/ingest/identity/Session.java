package dev.weir.ingest.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A device's latest session, live or ended. Safe for many threads; all of them may extend it at once. */
final class Session {

    /**
     * A browser's cookie is renewed when a session begins, and once a day while it goes on. That is often enough: Safari keeps a
     * cookie for 7 days after it was set where it takes the host for somebody else's (WebKit, Tracking Prevention: CNAME and
     * third-party IP address cloaking).
     */
    private static final long RENEWAL_NANOS = Duration.ofDays(1).toNanos();

    private final String id;
    private volatile @Nullable String clientId;
    private volatile long seenNanos;
    private volatile @Nullable Visitor visitor;
    private volatile long cookieNanos;
    /** Whether other nodes know of it, and since when. */
    private volatile boolean isTold;

    private volatile long toldNanos;

    Session(String id, @Nullable String clientId, long seenNanos) {
        this.id = id;
        this.clientId = clientId;
        this.seenNanos = seenNanos;
    }

    String id() {
        return id;
    }

    /**
     * Whether an event at this time still belongs to it; differences alone count, so any origin of the clock will do.
     */
    boolean isLive(long nowNanos, long idleNanos) {
        return nowNanos - seenNanos < idleNanos;
    }

    @Nullable
    String clientId() {
        return clientId;
    }

    /** Whether it is time to tell other nodes that it goes on. */
    boolean isToBeTold(long nowNanos, long againNanos) {
        return !isTold || nowNanos - toldNanos >= againNanos;
    }

    void onTold(long nowNanos) {
        toldNanos = nowNanos;
        isTold = true;
    }

    void onNotTold() {
        isTold = false;
    }

    /** Whether a client that presents this means the session that this was, and not one of its own making. */
    boolean wasKnownAs(String presented) {
        return presented.equals(id) || presented.equals(clientId);
    }

    /**
     * An event came. Two threads may write their times in either order: they are no further apart than the threads are.
     */
    void extend(long nowNanos, @Nullable String presented) {
        seenNanos = nowNanos;
        if (presented != null && !presented.equals(clientId)) {
            clientId = presented;
        }
    }

    /**
     * The visitor of this session, after {@link #extend}. A visitor who comes the same way as the last time is the same object, so that the
     * steady state allocates nothing.
     *
     * @param cookieIsMissing whether the browser needs the cookie in any case
     */
    Visitor visitor(String deviceId, @Nullable String presented, DeviceOrigin origin, boolean cookieIsMissing) {
        Visitor last = visitor;
        long nowNanos = seenNanos;
        boolean cookieDue = cookieIsMissing || last == null || nowNanos - cookieNanos >= RENEWAL_NANOS;
        if (cookieDue) {
            cookieNanos = nowNanos;
        }
        if (last != null
                && last.origin() == origin
                && last.cookieDue() == cookieDue
                && (presented == null ? last.clientSessionId() == null : presented.equals(last.clientSessionId()))) {
            return last;
        }
        Visitor now = new Visitor(deviceId, id, presented, origin, cookieDue);
        visitor = now;
        return now;
    }
}
