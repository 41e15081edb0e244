package dev.weir.dialect;

import dev.weir.dialect.pagent.Pagent;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a request to its conversions: one, and as many as a request may have. Run with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PagentBenchmark {

    @Param({"1", "100"})
    int conversions;

    private final Dialect dialect = new Pagent();
    private final Route route = new Route("POST", "/v1/conversions");
    private final Head head = new Head("Bearer YOUR_API_KEY", "application/json", "https://weir.example");
    private final Section section = new Section(
            "demo",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());
    private Beacon sent = Beacon.withoutBody("POST", "/v1/conversions", "");

    @Setup
    public void setUp() {
        StringBuilder json = new StringBuilder("{\"events\":[");
        for (int i = 0; i < conversions; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"session_id\":\"sess_")
                    .append(1_000 + i)
                    .append("\",\"user_id\":\"user_")
                    .append(1_000 + i)
                    .append("\",\"conversion_id\":\"goal-uuid\",\"label\":\"purchase\",\"revenue\":2499,")
                    .append("\"properties\":{\"plan\":\"pro\",\"seats\":3}}");
        }
        byte[] body = json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        sent = new Beacon("POST", "/v1/conversions", "", BodyKind.JSON, body);
    }

    @Benchmark
    public Object readEvents() throws RejectedException {
        Call call = dialect.read(route, sent, head);
        call.credential();
        return call.parts(section);
    }
}
