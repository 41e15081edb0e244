package dev.weir.ingest.identity;

import dev.weir.event.Section;
import dev.weir.event.Section.Answers;
import dev.weir.event.Section.Cookie;
import dev.weir.event.Section.Identity;
import dev.weir.event.Section.Identity.Foreign;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sections that differ from the default in what a test is about. */
final class Sections {

    static final Section SHOP = named("shop");

    private Sections() {}

    static Section named(String name) {
        return section(name, Reading.LENIENT, Identity.DEFAULT);
    }

    static Section strict() {
        return section("shop", Reading.STRICT, Identity.DEFAULT);
    }

    static Section refusingForeign() {
        return section("shop", Reading.LENIENT, new Identity(Foreign.REFUSE, Duration.ofHours(2), Cookie.DEFAULT));
    }

    static Section idleAfter(Duration idle) {
        return section("shop", Reading.LENIENT, new Identity(Foreign.ADOPT, idle, Cookie.DEFAULT));
    }

    static Section withCookie(Cookie cookie) {
        return section("shop", Reading.LENIENT, new Identity(Foreign.ADOPT, Duration.ofHours(2), cookie));
    }

    private static Section section(String name, Reading reading, Identity identity) {
        return new Section(name, Map.of(), reading, Answers.HELPFUL, Limit.DEFAULT, identity, List.of());
    }
}
