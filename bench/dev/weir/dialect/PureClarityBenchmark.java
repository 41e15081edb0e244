package dev.weir.dialect;

import dev.weir.dialect.pureclarity.PureClarity;
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

/** From the bytes of a request to its events, each with the bytes that the journal keeps. Run with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PureClarityBenchmark {

    private static final String HEAD = "{\"appId\":\"b5e2f1c8-7d43-4f0e-9a61-2c0d8e5b7f13\","
            + "\"secretKey\":\"5d7c0a94-21b8-4ce0-b1cf-6a3f8e02d9b7\",\"events\":["
            + "{\"name\":\"page_view\",\"data\":{\"page_type\":\"product_page\",\"product_id\":\"2041\"}},";

    private static final String TAIL = "],\"zones\":[],\"referer\":\"https:\\/\\/shop.example\\/desks.html\","
            + "\"currentUrl\":\"https:\\/\\/shop.example\\/oak-desk.html\",\"currency\":\"GBP\","
            + "\"visitorId\":\"q3N1c0lQTkVxV2xqT0pmVA\",\"sessionId\":\"Zm9vYmFyYmF6cXV4MTIzNA\","
            + "\"userAgent\":\"Mozilla\\/5.0 (X11; Linux x86_64; rv:132.0) Gecko\\/20100101 Firefox\\/132.0\","
            + "\"ip\":\"203.0.113.7\"}";

    @Param({"product-view", "set-basket-20", "order-20"})
    String second;

    private final Dialect dialect = new PureClarity();
    private final Route route = new Route("POST", "/api/serverside");
    private final Section section = new Section(
            "demo",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());
    private Beacon sent = Beacon.withoutBody("POST", "/api/serverside", "");

    @Setup
    public void setUp() {
        String event = switch (second) {
            case "product-view" -> "{\"name\":\"product_view\",\"data\":{\"id\":\"2041\"}}";
            case "set-basket-20" -> basket();
            case "order-20" -> order();
            default -> throw new IllegalArgumentException(second);
        };
        byte[] body = (HEAD + event + TAIL).getBytes(StandardCharsets.UTF_8);
        sent = new Beacon("POST", "/api/serverside", "", BodyKind.JSON, body);
    }

    @Benchmark
    public Object readEvents() throws RejectedException {
        Call call = dialect.read(route, sent, Head.EMPTY);
        call.credential();
        return call.parts(section);
    }

    private static String basket() {
        StringBuilder json = new StringBuilder("{\"name\":\"set_basket\",\"data\":[");
        for (int i = 0; i < 20; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append(2041 + i)
                    .append("\",\"qty\":\"2.0000\",\"unitprice\":\"149.9000\",\"children\":[]}");
        }
        return json.append("]}").toString();
    }

    private static String order() {
        StringBuilder json = new StringBuilder("{\"name\":\"order_track\",\"data\":{\"orderid\":\"000001205\","
                + "\"email\":\"jane@example.com\",\"userid\":\"771\",\"ordertotal\":\"2998.0000\",\"productcount\":20");
        for (int i = 1; i <= 20; i++) {
            json.append(",\"id" + i + "\":\"" + (2041 + i) + "\",\"refid" + i + "\":\"" + (3300 + i) + "\",\"qty" + i
                    + "\":\"1.0000\",\"unitprice" + i + "\":\"149.9000\",\"children" + i + "\":[]");
        }
        return json.append("}}").toString();
    }
}
