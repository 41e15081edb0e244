package dev.weir.ingest;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.personaclick.PersonaClick;
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
    private final Intake intake = OpenIntake.of(dialect, "shop", new CountingJournal());
    private IntakeRequest request;

    @org.openjdk.jmh.annotations.Setup
    public void read() {
        String body = event.equals("view")
                ? "{\"event\":\"view\",\"items\":[{\"id\":\"100500\"}]," + VISITOR
                : "{\"event\":\"cart\",\"full_cart\":true,\"items\":[{\"id\":\"1\",\"quantity\":3},{\"id\":\"2\"}],"
                        + VISITOR;
        request = OpenIntake.push(dialect, body);
    }

    @Benchmark
    public void accept(Blackhole hole) {
        intake.accept(request, hole::consume);
    }
}
