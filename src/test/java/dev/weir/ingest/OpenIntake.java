package dev.weir.ingest;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** An intake of one section that lets everything through, for measuring: its limit counts and refuses nothing. */
final class OpenIntake {

    private OpenIntake() {}

    static Intake of(Dialect dialect, String key, CountingJournal journal) {
        Section section = new Section(
                "shop",
                Map.of(dialect.label(), List.of(new Section.Key(key, null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                new Section.Limit(1_000_000, 1_000_000, Section.Limit.Mode.SHADOW),
                Section.Identity.DEFAULT,
                List.of("files"));
        Sections sections = Sections.of(List.of(section));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        return new Intake(IntakeFixture.parts(
                sections,
                journal,
                new NoUpstreams(),
                new IntakeMeters(registry, List.of(dialect.label()), sections),
                registry));
    }

    /** A push with a JSON body, as it comes from a server. */
    static IntakeRequest push(Dialect dialect, String body) {
        Beacon beacon = new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8));
        return new IntakeRequest(
                dialect,
                new Route("POST", "/push"),
                beacon,
                Head.EMPTY,
                null,
                false,
                Envelope.Client.UNKNOWN,
                null,
                false,
                null,
                false);
    }
}
