package dev.weir.ingest.beacon;

import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Sections;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeFixture;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.NoUpstreams;
import dev.weir.ingest.asset.Assets;
import dev.weir.ingest.origin.OriginTable;
import dev.weir.ingest.overload.Overload;
import dev.weir.ingest.overload.OverloadOptions;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalLoad;
import dev.weir.live.LiveBounds;
import dev.weir.live.LiveLog;
import dev.weir.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** A public port with PersonaClick's routes, that refuses nothing for want of time or room. */
final class BeaconFixture {

    private static final int BODY_BYTES = 1 << 16;
    private static final int BODIES_BYTES = 1 << 20;

    private BeaconFixture() {}

    static BeaconServer server(
            Vertx vertx,
            Sections sections,
            Journal journal,
            Assets assets,
            BooleanSupplier healthy,
            MeterRegistry registry) {
        IntakeMeters meters = new IntakeMeters(registry, List.of("personaclick"), sections);
        Intake intake = new Intake(IntakeFixture.parts(sections, journal, new NoUpstreams(), meters, registry));
        return new BeaconServer(
                vertx,
                new BeaconOptions(
                        "127.0.0.1",
                        0,
                        1,
                        BODY_BYTES,
                        BODIES_BYTES,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        null),
                List.of(new PersonaClick()),
                intake,
                meters,
                healthy,
                () -> new OriginTable(sections),
                assets,
                new Front(FrontOptions.NOTHING, BODIES_BYTES, System::nanoTime, registry, Tracing.OFF),
                new Overload(
                        OverloadOptions.OFF,
                        System::nanoTime,
                        () -> JournalLoad.NONE,
                        new SplittableRandom(1),
                        registry),
                Door.plain(0),
                new LiveLog(LiveBounds.DEFAULT, List.of(), InstantSource.system(), System::nanoTime, registry));
    }
}
