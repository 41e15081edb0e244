package dev.weir.dialect;

import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
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

/** From the bytes of a request to its events, as servers send them. Run with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GravityFieldBenchmark {

    private static final String HEAD = "{\"user\":{\"slid\":\"0123456789abcdef01234567\"},"
            + "\"session\":{\"sl\":\"7f3a9c52-6f0e-4c1c-9b51-2d8a7e64b1c0\"},"
            + "\"context\":{\"page\":{\"type\":\"PRODUCT\",\"data\":[\"SKU-1\"],\"location\":\"https://shop.example/p/1\","
            + "\"referrer\":\"https://shop.example/\",\"lng\":\"en\"},"
            + "\"device\":{\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64)\",\"ip\":\"203.0.113.7\"}},\"events\":[";

    @Param({"add-to-cart", "sync-cart-20"})
    String event;

    private final Dialect dialect =
            new GravityField(new EngagementUrls(new byte[EngagementUrls.MIN_KEY_BYTES], List.of()));
    private final Route route = new Route("POST", "/ssapi/event");
    private final Head head = new Head("Bearer gfk_live_5d0c2a91e7", "application/json", "https://weir.example");
    private final Section section = new Section(
            "demo",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());
    private Beacon sent = Beacon.withoutBody("POST", "/ssapi/event", "");

    @Setup
    public void setUp() {
        String properties = event.equals("add-to-cart")
                ? "\"eventType\":\"add-to-cart-v1\",\"value\":99.95,\"productId\":\"SKU-1\",\"quantity\":1"
                : "\"eventType\":\"sync-cart-v1\",\"cart\":[" + items() + "]";
        String body = HEAD + "{\"name\":\"Cart\",\"properties\":{\"currency\":\"EUR\"," + properties + "}}]}";
        sent = new Beacon("POST", "/ssapi/event", "", BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    @Benchmark
    public Object readEvents() throws RejectedException {
        Call call = dialect.read(route, sent, head);
        call.credential();
        return call.parts(section);
    }

    private static String items() {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            items.append(i == 0 ? "" : ",")
                    .append("{\"productId\":\"SKU-")
                    .append(i)
                    .append("\",\"quantity\":2,\"itemPrice\":99.95}");
        }
        return items.toString();
    }
}
