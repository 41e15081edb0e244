package dev.weir.ingest.identity;

import com.github.benmanes.caffeine.cache.Cache;
import dev.weir.ingest.identity.SharedSessions.Known;
import dev.weir.ingest.identity.SharedSessions.Opening;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps this node's sessions and those of the others the same. Safe for many threads. */
final class SessionSharing {

    /**
     * A session that goes on is told this often in its idle time. So others may take it to have gone on for a part of that less than it
     * did; to make up for it they wait for as much longer before it has ended.
     */
    private static final int TOLD_IN_IDLE_TIME = 32;

    private final SharedSessions shared;
    private final Cache<Object, Session> sessions;
    private final LongSupplier nanoTime;
    private final Counter opened;
    private final Counter adopted;

    /** @param sessions those of this node, which are changed to what the others know */
    SessionSharing(
            SharedSessions shared,
            Cache<Object, Session> sessions,
            LongSupplier nanoTime,
            Counter opened,
            MeterRegistry meters) {
        this.shared = shared;
        this.sessions = sessions;
        this.nanoTime = nanoTime;
        this.opened = opened;
        this.adopted = Counter.builder("weir.sessions.adopted")
                .description("Sessions that gave way to one that another node knew of the same device")
                .register(meters);
    }

    boolean isReachable() {
        return shared.isReachable();
    }

    /** Asks for the device's session, and has it known here. */
    void open(String section, String deviceId, Object device, Wanted wanted, Runnable then) {
        Opening opening =
                new Opening(section, deviceId, wanted.id, wanted.otherwise, wanted.presented, idle(wanted.idleNanos));
        shared.open(
                opening,
                known -> {
                    if (known.isNew()) {
                        opened.increment();
                    }
                    adopt(device, known);
                },
                then);
    }

    /** Tells of a session that goes on, if it is time to. */
    void tell(String section, String deviceId, Object device, Session session, long idleNanos) {
        long now = nanoTime.getAsLong();
        if (!session.isToBeTold(now, idleNanos / TOLD_IN_IDLE_TIME) || !shared.isReachable()) {
            return;
        }
        session.onTold(now);
        shared.tell(opening(section, deviceId, session, idleNanos), known -> {
            if (known == null) {
                session.onNotTold();
                return;
            }
            if (!known.id().equals(session.id())) {
                adopted.increment();
            }
            adopt(device, known);
        });
    }

    void replace(String section, String deviceId, Session session, long idleNanos) {
        session.onTold(nanoTime.getAsLong());
        shared.replace(opening(section, deviceId, session, idleNanos));
    }

    private void adopt(Object device, Known known) {
        long now = nanoTime.getAsLong();
        sessions.asMap().compute(device, (key, last) -> {
            if (last != null && last.id().equals(known.id())) {
                last.extend(now, null);
                last.onTold(now);
                return last;
            }
            Session session = new Session(known.id(), known.clientId(), now);
            session.onTold(now);
            return session;
        });
    }

    private static Opening opening(String section, String deviceId, Session session, long idleNanos) {
        String id = session.id();
        return new Opening(section, deviceId, id, id, session.clientId(), idle(idleNanos));
    }

    private static Duration idle(long idleNanos) {
        return Duration.ofNanos(idleNanos + idleNanos / TOLD_IN_IDLE_TIME);
    }

    /**
     * A session that begins if the others know none.
     *
     * @param otherwise its id if they know that {@code id} has ended
     * @param presented the client's session id, or null
     */
    record Wanted(String id, String otherwise, @Nullable String presented, long idleNanos) {}
}
