package dev.weir.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One customer property (a site or an app): its keys, how its requests are read and answered, its limit, its identity
 * rules, and where its events go.
 *
 * @param name unique, lower-case letters, digits and hyphens, at most 64: the metric tag and the NDJSON field
 * @param keys what clients present, per dialect label; a key belongs to one section only
 * @param reading how strictly requests are read
 * @param answers which form of success answer clients get
 * @param limit the intake's token bucket
 * @param identity how devices and sessions are known
 * @param sinks the names of the sinks that get this section's events
 * @param upstreams per dialect label, who is asked when a page waits for an answer; none where a dialect has no entry
 * @param fallbacks per dialect label and name of content, the JSON that a page gets when the upstream gives none
 * @param outflow how fast, and how, its events go out
 * @param web what its pages may do, and what is made of who calls
 * @param priorities what its events are worth, where that is not as usual
 */
public record Section(
        String name,
        Map<String, List<Key>> keys,
        Reading reading,
        Answers answers,
        Limit limit,
        Identity identity,
        List<String> sinks,
        Map<String, Upstream> upstreams,
        Map<String, Map<String, String>> fallbacks,
        Outflow outflow,
        Web web,
        Map<EventType, Priority> priorities) {

    public Section {
        keys = Map.copyOf(keys);
        sinks = List.copyOf(sinks);
        upstreams = Map.copyOf(upstreams);
        fallbacks = Map.copyOf(fallbacks);
        priorities = Map.copyOf(priorities);
    }

    /** A section whose events are worth what they usually are. */
    public Section(
            String name,
            Map<String, List<Key>> keys,
            Reading reading,
            Answers answers,
            Limit limit,
            Identity identity,
            List<String> sinks,
            Map<String, Upstream> upstreams,
            Map<String, Map<String, String>> fallbacks,
            Outflow outflow,
            Web web) {
        this(name, keys, reading, answers, limit, identity, sinks, upstreams, fallbacks, outflow, web, Map.of());
    }

    /** A section that asks no upstream. */
    public Section(
            String name,
            Map<String, List<Key>> keys,
            Reading reading,
            Answers answers,
            Limit limit,
            Identity identity,
            List<String> sinks) {
        this(name, keys, reading, answers, limit, identity, sinks, Map.of(), Map.of());
    }

    /** A section whose events go out as each sink says. */
    public Section(
            String name,
            Map<String, List<Key>> keys,
            Reading reading,
            Answers answers,
            Limit limit,
            Identity identity,
            List<String> sinks,
            Map<String, Upstream> upstreams,
            Map<String, Map<String, String>> fallbacks) {
        this(name, keys, reading, answers, limit, identity, sinks, upstreams, fallbacks, Outflow.DEFAULT, Web.DEFAULT);
    }

    /** The same section with another outflow. */
    public Section with(Outflow other) {
        return new Section(
                name, keys, reading, answers, limit, identity, sinks, upstreams, fallbacks, other, web, priorities);
    }

    /** The same section with other rules for the web. */
    public Section with(Web other) {
        return new Section(
                name, keys, reading, answers, limit, identity, sinks, upstreams, fallbacks, outflow, other, priorities);
    }

    /** The same section with other priorities. */
    public Section withPriorities(Map<EventType, Priority> other) {
        return new Section(
                name, keys, reading, answers, limit, identity, sinks, upstreams, fallbacks, outflow, web, other);
    }

    /** What an event of this type is worth here. */
    public Priority priority(EventType type) {
        return priorities.getOrDefault(type, type.usualPriority());
    }

    /** Whether this sink gets the events of such a sender. */
    public boolean gives(String sink, Envelope.Bot bot) {
        boolean isDiverted = bot != Envelope.Bot.NONE && web.bots().fate() == Bots.Fate.DIVERT;
        return isDiverted ? sink.equals(web.bots().divertTo()) : sinks.contains(sink);
    }

    /** Whether this sink may get any of its events. */
    public boolean mayGive(String sink) {
        return sinks.contains(sink) || sink.equals(web.bots().divertTo());
    }

    /** The configured default content of this name, or null. */
    public @Nullable String fallback(String dialect, String content) {
        return fallbacks.getOrDefault(dialect, Map.of()).get(content);
    }

    /**
     * A public key and, where the vendor has one, its secret.
     *
     * @param id as presented in each request: shop_id, appId; where the vendor has one secret key alone, the section's
     *     name and one for the key
     * @param secret for calls between servers, or null when the section has none; or that secret key
     */
    public record Key(String id, @Nullable String secret) {
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    /** How strictly a request is read: what a real client gets wrong is mended, or refused by the vendor's matrix. */
    public enum Reading {
        LENIENT,
        STRICT
    }

    /** Success answers as every real client needs them, or to the letter of the vendor's document. */
    public enum Answers {
        HELPFUL,
        LITERAL
    }

    /**
     * The token bucket of a section at intake.
     *
     * @param refillPerSecond tokens added each second, more than 0
     * @param capacity tokens that the bucket holds, at least 1
     */
    public record Limit(long refillPerSecond, long capacity, Mode mode) {
        public static final Limit DEFAULT = new Limit(500, 500, Mode.ENFORCE);

        /** Whether an empty bucket refuses, or is only counted. */
        public enum Mode {
            ENFORCE,
            SHADOW
        }
    }

    /**
     * How a section's events go out, where that is not left to each sink.
     *
     * @param coalesce for how long full-syncs are held back; 0 for not at all, null for as long as the sink says
     * @param paces by sink's name, what its vendor allows this section, if that is not what the sink says
     */
    public record Outflow(@Nullable Duration coalesce, Map<String, Pace> paces) {
        public static final Outflow DEFAULT = new Outflow(null, Map.of());

        public Outflow {
            paces = Map.copyOf(paces);
        }

        /**
         * A token bucket: one token a request.
         *
         * @param refillPerSecond tokens added each second; 0 for no limit at all
         * @param capacity tokens that the bucket holds, at least 1
         */
        public record Pace(long refillPerSecond, long capacity) {}
    }

    /**
     * How devices and sessions are known.
     *
     * @param foreign what to do with a device id that is not of our making
     * @param sessionIdle a session ends after this long without an event
     */
    public record Identity(Foreign foreign, Duration sessionIdle, Cookie cookie) {
        public static final Identity DEFAULT = new Identity(Foreign.ADOPT, Duration.ofHours(2), Cookie.DEFAULT);

        /** What to do with a device id that is not of our making. */
        public enum Foreign {
            ADOPT,
            REFUSE
        }
    }

    /**
     * The section's own cookie for the device id; its name is {@code weir_} and the section's name, with {@code __Host-} before
     * it where it has that.
     *
     * @param enabled whether it is set at all
     * @param hostPrefix whether its name binds it to this very host, so that no sibling can set it (RFC 6265bis, 4.1.3.2)
     * @param domain the domain whose hosts all get it, such as {@code shop.example} of {@code t.shop.example}; null for this
     *     host alone
     * @param sameSite Strict, Lax or None, as written in the header
     * @param maxAge how long a browser keeps it; browsers cap it at 400 days
     */
    public record Cookie(
            boolean enabled,
            boolean hostPrefix,
            @Nullable String domain,
            boolean secure,
            boolean httpOnly,
            boolean partitioned,
            String sameSite,
            Duration maxAge) {
        public static final Cookie DEFAULT = new Cookie(true, true, true, false, "Lax", Duration.ofDays(400));

        /** A cookie of this host alone, under its plain name. */
        public Cookie(
                boolean enabled,
                boolean secure,
                boolean httpOnly,
                boolean partitioned,
                String sameSite,
                Duration maxAge) {
            this(enabled, false, null, secure, httpOnly, partitioned, sameSite, maxAge);
        }
    }

    /**
     * The server that is asked while a page waits.
     *
     * @param sink the name of the HTTP sink that delivers to the same vendor, whether or not the section uses it as a sink
     * @param deadline how long the page waits at most
     * @param deadlines the same for single routes, by the route's path
     */
    public record Upstream(String sink, Duration deadline, Map<String, Duration> deadlines) {
        public Upstream {
            deadlines = Map.copyOf(deadlines);
        }

        public Duration deadlineOf(String routePath) {
            return deadlines.getOrDefault(routePath, deadline);
        }
    }

    /**
     * A section's dealings with browsers.
     *
     * @param origins where its pages may come from, as a browser writes an {@code Origin}: scheme, host, and the port unless
     *     it is the scheme's own; {@code https://*.shop.example} is any subdomain of any depth. Empty: any page may send, and none
     *     of another origin may read the answer
     * @param addresses how much of a visitor's IP address is kept and passed on
     * @param bots what becomes of the events of machines that look like browsers
     */
    public record Web(List<String> origins, Addresses addresses, Bots bots) {
        public static final Web DEFAULT = new Web(List.of(), Addresses.FULL, Bots.DEFAULT);

        public Web {
            origins = List.copyOf(origins);
        }
    }

    /** How much of a visitor's IP address is kept. */
    public enum Addresses {
        FULL,
        /** Of IPv4 the first 24 bits, of IPv6 the first 48; the rest are zeros. */
        TRUNCATED
    }

    /**
     * What becomes of the events of prefetching browsers and known crawlers. A server with a key is neither.
     *
     * @param divertTo the sink that gets them instead of the section's own; only where they are diverted
     */
    public record Bots(Fate fate, @Nullable String divertTo) {
        public static final Bots DEFAULT = new Bots(Fate.LABEL, null);

        /** What is done with such an event. */
        public enum Fate {
            /** It goes where all go, and says what it is. */
            LABEL,
            /** It is answered as if it were taken, and counted as rejected. */
            DROP,
            /** It goes to a sink of its own. */
            DIVERT
        }
    }
}
