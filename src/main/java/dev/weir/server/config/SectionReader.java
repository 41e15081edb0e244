package dev.weir.server.config;

import dev.weir.event.Section;
import dev.weir.event.Section.Answers;
import dev.weir.event.Section.Cookie;
import dev.weir.event.Section.Identity;
import dev.weir.event.Section.Identity.Foreign;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Reading;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import java.time.Duration;
import java.util.List;

/** Reads one section. */
final class SectionReader {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** What browsers cap it at. */
    private static final Duration MAX_COOKIE_AGE = Duration.ofDays(400);

    private SectionReader() {}

    /** @param sinks all that there are */
    static Section read(ConfigNode node, List<SinkConfig> sinks) throws ConfigException {
        String name = node.text("name");
        if (!SinkReader.NAME.matcher(name).matches()) {
            throw node.error("name", name, "1 to 64 lower-case letters, digits and hyphens");
        }
        Section section = new Section(
                name,
                KeysReader.read(node),
                node.choice("reading", Reading.LENIENT, List.of(Reading.values())),
                node.choice("answers", Answers.HELPFUL, List.of(Answers.values())),
                limit(node.node("limit"), Limit.DEFAULT),
                identity(node.node("identity")),
                node.distinctTexts("sinks"),
                UpstreamReader.read(node.node("upstream")),
                FallbackReader.read(node.node("fallback")),
                OutflowReader.read(node, sinks),
                WebReader.read(node.node("web"), sinks),
                OverloadReader.priorities(node.node("priorities")));
        node.refuseUnknownKeys();
        if (section.sinks().isEmpty()) {
            throw node.error("sinks", "none", "at least one sink's name: events that go nowhere are lost");
        }
        return section;
    }

    static Limit limit(ConfigNode node, Limit fallback) throws ConfigException {
        Limit limit = new Limit(
                node.number("refill", fallback.refillPerSecond()),
                node.number("capacity", fallback.capacity()),
                node.choice("mode", fallback.mode(), List.of(Limit.Mode.values())));
        node.refuseUnknownKeys();
        node.refuse(SectionLimits.problems(node.path(), limit));
        return limit;
    }

    private static Identity identity(ConfigNode node) throws ConfigException {
        Identity fallback = Identity.DEFAULT;
        Identity identity = new Identity(
                node.choice("foreign", fallback.foreign(), List.of(Foreign.values())),
                node.duration("session-idle", fallback.sessionIdle(), SECOND, Identities.MAX_SESSION_IDLE),
                cookie(node.node("cookie")));
        node.refuseUnknownKeys();
        node.refuse(Identities.problems(node.path(), identity));
        return identity;
    }

    private static Cookie cookie(ConfigNode node) throws ConfigException {
        Cookie fallback = Cookie.DEFAULT;
        Cookie cookie = new Cookie(
                node.flag("enabled", fallback.enabled()),
                node.flag("host-prefix", fallback.hostPrefix()),
                node.text("domain", fallback.domain()),
                node.flag("secure", fallback.secure()),
                node.flag("http-only", fallback.httpOnly()),
                node.flag("partitioned", fallback.partitioned()),
                String.valueOf(node.text("same-site", fallback.sameSite())),
                node.duration("max-age", fallback.maxAge(), SECOND, MAX_COOKIE_AGE));
        node.refuseUnknownKeys();
        return cookie;
    }
}
