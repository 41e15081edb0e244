package dev.weir.simulation;

import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.event.Sections;
import java.util.List;
import java.util.Map;

/** The sections: each sends its events to other sinks, one has little to spend. */
final class Shops {

    static final String DIALECT = "personaclick";
    static final String FILES = "files";
    static final String VENDOR = "vendor";
    static final String SECRET = "open sesame";

    static final List<Section> ALL = List.of(
            section("both", new Limit(2000, 60, Limit.Mode.ENFORCE), FILES, VENDOR),
            section("filed", new Limit(100, 8, Limit.Mode.ENFORCE), FILES),
            section("sold", new Limit(1, 1, Limit.Mode.SHADOW), VENDOR),
            section("idle", new Limit(1000, 20, Limit.Mode.ENFORCE)));

    static final Sections SECTIONS = Sections.of(ALL);

    private Shops() {}

    static boolean isRouted(String section, String sink) {
        Section known = SECTIONS.byName(section);
        return known != null && known.sinks().contains(sink);
    }

    private static Section section(String name, Limit limit, String... sinks) {
        return new Section(
                name,
                Map.of(DIALECT, List.of(new Section.Key(name + "-key", SECRET))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                limit,
                Section.Identity.DEFAULT,
                List.of(sinks));
    }
}
