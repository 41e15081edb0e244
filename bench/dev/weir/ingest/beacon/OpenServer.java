package dev.weir.ingest.beacon;

import dev.weir.connection.ClosingAnswer;
import dev.weir.connection.ConnectionBounds;
import dev.weir.connection.ListenerGuard;
import dev.weir.connection.StreamGuard;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.CountingJournal;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeFixture;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.NoUpstreams;
import dev.weir.ingest.asset.AssetsFixture;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.ingest.origin.OriginTable;
import dev.weir.ingest.overload.Overload;
import dev.weir.ingest.overload.OverloadOptions;
import dev.weir.journal.JournalLoad;
import dev.weir.live.LiveBounds;
import dev.weir.live.LiveLog;
import dev.weir.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** All of the intake behind a port, with one section whose limit refuses nobody and a journal that keeps every promise at once. */
final class OpenServer {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int BODY_BYTES = 1 << 16;
    private static final int BODIES_BYTES = 1 << 25;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Dialect dialect = new PersonaClick();
    private final Sections sections = Sections.of(List.of(new Section(
            "shop",
            Map.of(dialect.label(), List.of(new Section.Key(WholePathBenchmark.KEY, null))),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            new Section.Limit(1_000_000, 1_000_000, Section.Limit.Mode.SHADOW),
            Section.Identity.DEFAULT,
            List.of("files"))));

    ListenerGuard guard() {
        ConnectionBounds bounds = new ConnectionBounds(1_000, 1_000, LONG, LONG, LONG, 1 << 26, true, true);
        return new ListenerGuard(
                "public",
                bounds,
                address -> false,
                (fault, request) -> new ClosingAnswer(400, List.of(), new byte[0]),
                () -> StreamGuard.NONE,
                registry);
    }

    void start(Vertx vertx, int port) throws Exception {
        OriginTable origins = new OriginTable(sections);
        IntakeMeters meters = new IntakeMeters(registry, List.of(dialect.label()), sections);
        BeaconServer server = new BeaconServer(
                vertx,
                new BeaconOptions("127.0.0.1", port, 1, BODY_BYTES, BODIES_BYTES, LONG, LONG, null),
                List.of(dialect),
                intake(meters),
                meters,
                () -> true,
                () -> origins,
                AssetsFixture.of(Map.of(), Map.of()),
                new Front(FrontOptions.NOTHING, BODIES_BYTES, System::nanoTime, registry, Tracing.OFF),
                new Overload(
                        OverloadOptions.OFF,
                        System::nanoTime,
                        () -> JournalLoad.NONE,
                        new SplittableRandom(1),
                        registry),
                Door.plain(port),
                new LiveLog(LiveBounds.DEFAULT, List.of("shop"), InstantSource.system(), System::nanoTime, registry));
        server.start().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Intake intake(IntakeMeters meters) {
        return new Intake(IntakeFixture.parts(
                sections,
                new SectionLimits(System::nanoTime, SectionLimits.UNKNOWN_DEFAULT, registry),
                new Identities(IdKeys.generate(new Random(1)), new Random(1), System::nanoTime, 1_000, registry),
                new CountingJournal(),
                new NoUpstreams(),
                meters,
                registry));
    }
}
