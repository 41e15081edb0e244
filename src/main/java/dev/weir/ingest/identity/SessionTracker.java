package dev.weir.ingest.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.weir.dialect.Claim.IdForm;
import dev.weir.event.Section;
import dev.weir.ingest.identity.OwnIds.Kind;
import dev.weir.ingest.identity.OwnIds.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by device and idle time. While a device's session is live, it goes on, whatever session id the client sends.
 * When there is none, the presented id becomes the session's, so that client, server and every other machine speak of
 * the same one; if none came, or the one that has just ended, a new one is made.
 *
 * <p>Why the client's word is not taken: a widespread SDK, React Native's, keeps one session id and a time of expiry.
 * After two idle hours it sends each request with a random id of its own, made for that request and thrown away, until
 * one of them succeeds; that renews the expiry of the <em>old</em> id, which then comes back (wire-facts 1.4). Taken
 * literally, one visit would be several sessions of one event each, and the rest of it a part of the day before's. Here
 * the first of the throw-away ids opens the session, the others fall into it, and so does the old one.
 *
 * <p>Idle time is measured on the monotonic clock: a wall clock that is set neither ends nor prolongs a session. A
 * device is remembered for two days after its last event, at most so many devices in all. A forgotten one costs a
 * session cut in two where the client sends no session id; where it sends one, that id is taken up again.
 *
 * <p>That is so for our own clients. Those of vendors with ids of another form keep the session with themselves, for as
 * long as it lives: they say so by sending it, and when they send none, a fresh one begins.
 *
 * <p>Where there are other nodes, a device's session is theirs, too: {@link #learn} asks them for that of a device which has none
 * here, and whatever goes on here is told now and then. What they know counts, as soon as it is heard of; until then, and without
 * them, what is known here does.
 *
 * <p>Safe for many threads: many requests of one device at once open one session.
 */
final class SessionTracker {

    /**
     * The longest idle time that a section may have; mostly much longer, so that an ended session is known when its id
     * returns.
     */
    static final Duration REMEMBERED = Duration.ofDays(2);

    /** PureClarity's: what its cookie on the client lasts (pureclarity-serverside, Response Schema). */
    private static final long CLIENT_SIDE_IDLE_NANOS = Duration.ofMinutes(5).toNanos();

    private final OwnIds ids;
    private final VendorIds vendorIds;
    private final LongSupplier nanoTime;
    private final Cache<Object, Session> sessions;
    private final Counter opened;
    /** Null where there are no other nodes. */
    private final @Nullable SessionSharing sharing;

    /**
     * @param maxSessions how many devices are remembered; each costs some 350 bytes
     * @param shared what other nodes know; null where there are none
     */
    SessionTracker(
            OwnIds ids,
            VendorIds vendorIds,
            LongSupplier nanoTime,
            long maxSessions,
            @Nullable SharedSessions shared,
            MeterRegistry meters) {
        this.ids = ids;
        this.vendorIds = vendorIds;
        this.nanoTime = nanoTime;
        this.opened = Counter.builder("weir.sessions.opened")
                .description("Sessions that began")
                .register(meters);
        Counter evicted = Counter.builder("weir.sessions.evicted")
                .description("Devices forgotten before their time, because too many are remembered")
                .register(meters);
        this.sessions = Caffeine.newBuilder()
                .maximumSize(maxSessions)
                .expireAfterAccess(REMEMBERED)
                .ticker(nanoTime::getAsLong)
                // Upkeep is little and comes in small pieces: done where it arises, it needs no other thread.
                .executor(Runnable::run)
                .evictionListener((key, session, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evicted.increment();
                    }
                })
                .build();
        this.sharing = shared == null ? null : new SessionSharing(shared, sessions, nanoTime, opened, meters);
        Gauge.builder("weir.sessions.remembered", sessions, Cache::estimatedSize)
                .description("Devices whose latest session is remembered")
                .register(meters);
    }

    /**
     * The device's live session after this event.
     *
     * @param deviceId of our own making, valid in this section; or foreign
     * @param presented the client's session id, or null; never junk
     */
    Session visit(Section section, String deviceId, @Nullable String presented, IdForm form) {
        long now = nanoTime.getAsLong();
        long idle = idleNanos(section, form);
        Object device = key(section, deviceId);
        if (presented == null && form != IdForm.TAGGED) {
            // These clients keep the session themselves, and would send it if it went on.
            Session session = begin(section, form);
            sessions.put(device, session);
            if (sharing != null && form != IdForm.VENDORS) {
                sharing.replace(section.name(), deviceId, session, idle);
            }
            return session;
        }
        // Fast path: the device has a live session.
        Session session = sessions.getIfPresent(device);
        if (session != null && session.isLive(now, idle)) {
            session.extend(now, presented);
        } else {
            session = open(device, section, presented, form);
        }
        if (sharing != null) {
            sharing.tell(section.name(), deviceId, device, session, idle);
        }
        return session;
    }

    /**
     * Asks other nodes, if there are any, for the session of a device that has none here; so that {@link #visit} finds it. Whether
     * it is worth waiting for: then {@code then} is called, once, after a few milliseconds at most.
     */
    boolean learn(Section section, String deviceId, @Nullable String presented, IdForm form, Runnable then) {
        if (sharing == null || !sharing.isReachable() || (presented == null && form != IdForm.TAGGED)) {
            return false;
        }
        long idle = idleNanos(section, form);
        Object device = key(section, deviceId);
        Session last = sessions.getIfPresent(device);
        boolean isKnown = last != null && last.isLive(nanoTime.getAsLong(), idle);
        // Clients that keep the session themselves may have begun another one elsewhere.
        boolean isMeant = form == IdForm.TAGGED || presented == null || (last != null && last.wasKnownAs(presented));
        if (isKnown && isMeant) {
            return false;
        }
        String id = sessionId(section, presented, last, form);
        String otherwise = id.equals(presented) ? sessionId(section, null, null, form) : id;
        sharing.open(section.name(), deviceId, device, new SessionSharing.Wanted(id, otherwise, presented, idle), then);
        return true;
    }

    private static long idleNanos(Section section, IdForm form) {
        return form == IdForm.BASE64URL
                ? CLIENT_SIDE_IDLE_NANOS
                : section.identity().sessionIdle().toNanos();
    }

    private Session begin(Section section, IdForm form) {
        opened.increment();
        return new Session(sessionId(section, null, null, form), null, nanoTime.getAsLong());
    }

    private Session open(Object device, Section section, @Nullable String presented, IdForm form) {
        long now = nanoTime.getAsLong();
        long idle = idleNanos(section, form);
        return sessions.asMap().compute(device, (key, last) -> {
            if (last != null && last.isLive(now, idle)) {
                last.extend(now, presented);
                return last;
            }
            opened.increment();
            return new Session(sessionId(section, presented, last, form), presented, now);
        });
    }

    /**
     * What tells this device from all others. An own id is enough, since its tag binds it to its section, and nothing
     * has to be made for the look-up; the same foreign id may well be two devices of two shops.
     */
    private static Object key(Section section, String deviceId) {
        return OwnIds.hasShape(deviceId, Kind.DEVICE) ? deviceId : new ForeignDevice(section.name(), deviceId);
    }

    private String sessionId(Section section, @Nullable String presented, @Nullable Session ended, IdForm form) {
        if (presented == null
                || (ended != null && ended.wasKnownAs(presented))
                || ids.judge(presented, Kind.SESSION, section.name()) == Verdict.FORGED) {
            return switch (form) {
                case TAGGED, VENDORS -> ids.mint(Kind.SESSION, section.name());
                case BASE64URL, HEX_AND_UUID -> vendorIds.session(form);
            };
        }
        return presented;
    }

    private record ForeignDevice(String section, String deviceId) {}
}
