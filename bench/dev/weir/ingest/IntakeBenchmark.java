package dev.weir.ingest;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** From a request that has been read to its reply, with a journal that keeps every promise at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IntakeBenchmark {

    private static final String VISITOR = "\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\",\"seance\":\"R5eQXkrKCf\","
            + "\"sid\":\"R5eQXkrKCf\",\"stream\":\"web\",\"segment\":\"A\",\"referer\":\"https://mystore.com/product/100500\"}";

    @Param({"view", "cart-sync"})
    public String event;

    private final Dialect dialect = new PersonaClick();
    private final Intake intake = intake(dialect);
    private IntakeRequest request;

    @org.openjdk.jmh.annotations.Setup
    public void read() {
        String body = event.equals("view")
                ? "{\"event\":\"view\",\"items\":[{\"id\":\"100500\"}]," + VISITOR
                : "{\"event\":\"cart\",\"full_cart\":true,\"items\":[{\"id\":\"1\",\"quantity\":3},{\"id\":\"2\"}],"
                        + VISITOR;
        Beacon beacon = new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8));
        request = new IntakeRequest(dialect, new Route("POST", "/push"), beacon, Envelope.Client.UNKNOWN, null, false);
    }

    @Benchmark
    public void accept(Blackhole hole) {
        intake.accept(request, hole::consume);
    }

    private static Intake intake(Dialect dialect) {
        Section section = new Section(
                "shop",
                Map.of(dialect.label(), List.of(new Section.Key("shop", null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                // Shadow: a benchmark is faster than any limit, and a refusal is not what is measured.
                new Section.Limit(1_000_000, 1_000_000, Section.Limit.Mode.SHADOW),
                Section.Identity.DEFAULT,
                List.of("files"));
        Sections sections = Sections.of(List.of(section));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        return new Intake(
                sections,
                new SectionLimits(System::nanoTime, SectionLimits.UNKNOWN_DEFAULT, registry),
                new Identities(IdKeys.generate(new Random(1)), new Random(1), System::nanoTime, 1_000, registry),
                new CountingJournal(),
                new IntakeMeters(registry, List.of(dialect.label()), sections));
    }
}
