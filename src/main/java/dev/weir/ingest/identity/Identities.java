package dev.weir.ingest.identity;

import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Claim.IdForm;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.event.Section.Identity.Foreign;
import dev.weir.event.Section.Reading;
import dev.weir.ingest.identity.OwnIds.Kind;
import dev.weir.ingest.identity.OwnIds.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request: the device by parameter, then by the section's own cookie, then by assigning one; and
 * the device's session. Safe for many threads; never blocks.
 *
 * <p>What is presented is one of these:
 *
 * <ul>
 *   <li><b>own</b>: taken.
 *   <li><b>foreign</b>, not of our shape: taken, so that visitors keep the ids that a vendor gave them; or refused
 *       where the section says so.
 *   <li><b>forged</b>, of our shape with a wrong tag (another section's, or of a key that is gone): never taken, and
 *       replaced by one of ours, whatever the call needs, always the same one for the same forgery. A strict section
 *       refuses it.
 *   <li><b>junk</b>, no id at all ({@code undefined}): as if it were not there. A strict section refuses it.
 * </ul>
 *
 * <p>A cookie is judged alike, but never refused, since the page's script cannot mend it. A foreign id in it is
 * believed where the section adopts such, because that is how it came there. Somebody who can plant a cookie or a
 * parameter can thus make a visitor's events count for a device of his choosing; an own id, handed out to anybody who
 * asks, would serve him just as well. So a device id must never grant anything, and here it does not.
 */
public final class Identities {

    /** How many devices' sessions are remembered unless the operator says otherwise. */
    public static final long DEFAULT_MAX_SESSIONS = 1_000_000;

    /** The longest time without an event that a session may have: after it, nothing is remembered of a device. */
    public static final Duration MAX_SESSION_IDLE = SessionTracker.REMEMBERED;

    private static final String PARAMETER = "did";

    private final OwnIds ids;
    private final VendorIds vendorIds;
    private final SessionTracker sessions;
    private final boolean isShared;
    private final Map<DeviceOrigin, Counter> outcomes = new EnumMap<>(DeviceOrigin.class);

    /** Of one node that is alone. */
    public Identities(
            IdKeys keys, RandomGenerator random, LongSupplier nanoTime, long maxSessions, MeterRegistry meters) {
        this(keys, random, nanoTime, maxSessions, null, meters);
    }

    /**
     * @param random cryptographically strong and safe for many threads, such as a {@link java.security.SecureRandom}
     * @param nanoTime the monotonic clock
     * @param maxSessions how many devices' sessions are remembered, at least 1; each costs some 350 bytes
     * @param shared the sessions that other nodes know; null where there are none
     */
    public Identities(
            IdKeys keys,
            RandomGenerator random,
            LongSupplier nanoTime,
            long maxSessions,
            @Nullable SharedSessions shared,
            MeterRegistry meters) {
        this.ids = new OwnIds(keys, random);
        this.vendorIds = new VendorIds(random);
        this.sessions = new SessionTracker(ids, vendorIds, nanoTime, maxSessions, shared, meters);
        this.isShared = shared != null;
        for (DeviceOrigin origin : DeviceOrigin.values()) {
            outcomes.put(
                    origin,
                    Counter.builder("weir.ids")
                            .description("Device ids by what was found of them")
                            .tag("outcome", origin.label())
                            .register(meters));
        }
    }

    /**
     * What is wrong with these options, one sentence each; empty if nothing.
     *
     * @param path where the options stand in the config, such as {@code sections.shop.identity}
     */
    public static List<String> problems(String path, Section.Identity options) {
        List<String> problems = new ArrayList<>(SectionCookie.problems(path + ".cookie", options.cookie()));
        Duration idle = options.sessionIdle();
        if (idle.isNegative() || idle.isZero() || idle.compareTo(SessionTracker.REMEMBERED) > 0) {
            problems.add(path + ".session-idle: " + idle + " (expected: more than 0, at most "
                    + SessionTracker.REMEMBERED.toDays() + " days)");
        }
        return List.copyOf(problems);
    }

    /**
     * Who sent this.
     *
     * @param cookieHeader the {@code Cookie} header; where a request has several (HTTP/2 may split it), joined by
     *     {@code "; "}
     * @throws RejectedException {@link Rejection#MISSING_DEVICE} if the call requires a device and names none, {@link
     *     Rejection#FOREIGN_DEVICE} and {@link Rejection#MALFORMED_DEVICE} where the section refuses what others adopt
     *     or mend
     */
    public Visitor resolve(Section section, Claim claim, @Nullable String cookieHeader) throws RejectedException {
        if (claim.form() != IdForm.TAGGED) {
            return ofVendorsClient(section, claim);
        }
        String presented = claim.deviceId();
        Verdict verdict = ids.judge(presented, Kind.DEVICE, section.name());
        if (presented != null) {
            // Fast path: a client that names the id that it got from us.
            if (verdict == Verdict.OWN) {
                return known(section, claim, presented, DeviceOrigin.OWN, cookieHeader);
            }
            if (verdict == Verdict.FOREIGN && isAdopted(section, claim)) {
                return known(section, claim, presented, DeviceOrigin.FOREIGN, cookieHeader);
            }
            refuseIfStrict(section, verdict, PARAMETER);
        }
        String cookie = cookieHeader == null ? null : SectionCookie.valueIn(cookieHeader, section);
        Verdict cookieVerdict = ids.judge(cookie, Kind.DEVICE, section.name());
        if (cookie != null && isBelieved(section, cookieVerdict)) {
            return known(section, claim, cookie, DeviceOrigin.COOKIE, cookieHeader);
        }
        String forged = verdict == Verdict.FORGED ? presented : cookieVerdict == Verdict.FORGED ? cookie : null;
        if (forged != null) {
            return replaced(section, claim, forged);
        }
        return unnamed(section, claim, verdict == Verdict.JUNK || cookieVerdict == Verdict.JUNK);
    }

    /** Whether other nodes may know something that is worth asking for first: {@link #learn}. */
    public boolean isShared() {
        return isShared;
    }

    /**
     * Asks other nodes for the session of whoever sent this, before {@link #resolve}, if they may know it and it is not known here.
     *
     * @param then called once, within milliseconds, if this returns true; otherwise there is nothing to wait for
     */
    public boolean learn(Section section, Claim claim, @Nullable String cookieHeader, Runnable then) {
        String deviceId = claim.form() == IdForm.TAGGED ? named(section, claim, cookieHeader) : claim.deviceId();
        return deviceId != null
                && !JunkIds.isJunk(deviceId)
                && sessions.learn(section, deviceId, clientSession(claim), claim.form(), then);
    }

    /** The device that {@link #resolve} finds, unless it makes or refuses one. */
    private @Nullable String named(Section section, Claim claim, @Nullable String cookieHeader) {
        String presented = claim.deviceId();
        Verdict verdict = ids.judge(presented, Kind.DEVICE, section.name());
        if (isBelieved(section, verdict)) {
            return presented;
        }
        String cookie = cookieHeader == null ? null : SectionCookie.valueIn(cookieHeader, section);
        Verdict cookieVerdict = ids.judge(cookie, Kind.DEVICE, section.name());
        if (isBelieved(section, cookieVerdict)) {
            return cookie;
        }
        String forged = verdict == Verdict.FORGED ? presented : cookieVerdict == Verdict.FORGED ? cookie : null;
        return forged == null ? null : ids.inPlaceOf(forged, Kind.DEVICE, section.name());
    }

    /**
     * Servers and apps that keep the vendor's ids: no cookie is theirs, and no id of theirs could be told to be foreign,
     * so each is taken that could be one.
     */
    private Visitor ofVendorsClient(Section section, Claim claim) throws RejectedException {
        String presented = claim.deviceId();
        boolean junk = presented != null && JunkIds.isJunk(presented);
        if (presented != null && !junk) {
            return visited(section, claim, presented, DeviceOrigin.FOREIGN, false);
        }
        if (junk) {
            refuseIfStrict(section, Verdict.JUNK, null);
        }
        if (claim.need() == DeviceNeed.REQUIRE || claim.need() == DeviceNeed.OPTIONAL) {
            return unnamed(section, claim, junk);
        }
        String deviceId = vendorIds.device(claim.form());
        return visited(section, claim, deviceId, junk ? DeviceOrigin.JUNK : DeviceOrigin.ASSIGNED, false);
    }

    /**
     * Whether a foreign id is taken. Where it is not, a call that hands out ids gets one of ours; others are refused.
     */
    private boolean isAdopted(Section section, Claim claim) throws RejectedException {
        if (section.identity().foreign() == Foreign.ADOPT) {
            return true;
        }
        if (claim.need() == DeviceNeed.ISSUE) {
            return false;
        }
        count(DeviceOrigin.FOREIGN);
        throw new RejectedException(
                Rejection.FOREIGN_DEVICE, PARAMETER, "not an id of this server (expected: one that it handed out)");
    }

    /** @param parameter the id's name, or null where each vendor calls it otherwise */
    private void refuseIfStrict(Section section, Verdict verdict, @Nullable String parameter) throws RejectedException {
        if (section.reading() != Reading.STRICT) {
            return;
        }
        if (verdict == Verdict.JUNK) {
            count(DeviceOrigin.JUNK);
            throw new RejectedException(
                    Rejection.MALFORMED_DEVICE,
                    parameter,
                    (parameter == null ? "the visitor's id is " : "")
                            + "not an id (expected: at most 128 printable ASCII characters without quotes, commas, semicolons,"
                            + " backslashes and angle brackets, and no word for nothing)");
        }
        if (verdict == Verdict.FORGED) {
            count(DeviceOrigin.FORGED);
            throw new RejectedException(
                    Rejection.MALFORMED_DEVICE, parameter, "wrong tag (expected: an id as it was handed out here)");
        }
    }

    private static boolean isBelieved(Section section, Verdict cookie) {
        return cookie == Verdict.OWN
                || (cookie == Verdict.FOREIGN && section.identity().foreign() == Foreign.ADOPT);
    }

    private Visitor replaced(Section section, Claim claim, String forged) {
        String deviceId = ids.inPlaceOf(forged, Kind.DEVICE, section.name());
        return visited(section, claim, deviceId, DeviceOrigin.FORGED, true);
    }

    private Visitor unnamed(Section section, Claim claim, boolean junk) throws RejectedException {
        DeviceNeed need = claim.need();
        if (need == DeviceNeed.REQUIRE) {
            count(junk ? DeviceOrigin.JUNK : DeviceOrigin.NONE);
            throw new RejectedException(
                    Rejection.MISSING_DEVICE, PARAMETER, "missing (expected: the id that was handed out)");
        }
        if (need == DeviceNeed.OPTIONAL) {
            DeviceOrigin origin = junk ? DeviceOrigin.JUNK : DeviceOrigin.NONE;
            count(origin);
            return new Visitor(null, null, clientSession(claim), origin, false);
        }
        String deviceId = ids.mint(Kind.DEVICE, section.name());
        return visited(section, claim, deviceId, junk ? DeviceOrigin.JUNK : DeviceOrigin.ASSIGNED, true);
    }

    private Visitor known(
            Section section, Claim claim, String deviceId, DeviceOrigin origin, @Nullable String cookieHeader) {
        boolean held = origin == DeviceOrigin.COOKIE
                || (cookieHeader != null && SectionCookie.holds(cookieHeader, section, deviceId));
        boolean cookieDue = !held || claim.need() == DeviceNeed.ISSUE;
        return visited(section, claim, deviceId, origin, cookieDue);
    }

    private Visitor visited(Section section, Claim claim, String deviceId, DeviceOrigin origin, boolean cookieDue) {
        count(origin);
        String presented = clientSession(claim);
        Session session = sessions.visit(section, deviceId, presented, claim.form());
        return session.visitor(deviceId, presented, origin, cookieDue);
    }

    private static @Nullable String clientSession(Claim claim) {
        String presented = claim.sessionId();
        return presented == null || JunkIds.isJunk(presented) ? null : presented;
    }

    private void count(DeviceOrigin outcome) {
        Objects.requireNonNull(outcomes.get(outcome)).increment();
    }
}
