package dev.weir.dialect;

import dev.weir.dialect.personaclick.PersonaClick;
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

/** From the bytes of a beacon to its event: what the intake pays for each request. Run with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PersonaClickBenchmark {

    private static final String VISITOR = "\"shop_id\":\"0d42fd8b713d0752776ca589cc0056\",\"did\":\"7rjVGhMykT\","
            + "\"seance\":\"R5eQXkrKCf\",\"sid\":\"R5eQXkrKCf\",\"stream\":\"web\",\"segment\":\"A\"";

    private static final String VIEW = "{\"event\":\"view\"," + VISITOR
            + ",\"referer\":\"https://mystore.com/product/100500\",\"items\":[{\"id\":\"100500\"}],"
            + "\"recommended_by\":\"dynamic\",\"recommended_code\":\"3d045e1b39c321ff695604587597231c\"";

    /** What a page sends along and we have no use for. */
    private static final String BROWSER = ",\"title\":\"Красные туфли\",\"lang\":\"ru-RU\",\"screen\":\"1920x1080\","
            + "\"viewport\":\"1440x900\",\"dpr\":2,\"tz\":3,\"page_id\":\"c0a8012e-7f3b-4c57-9a53-3f1d2b7c9e10\","
            + "\"landing\":\"https://mystore.com/?utm_source=mail&utm_campaign=autumn\",\"v\":\"3.2.1\",\"visible\":true,"
            + "\"connection\":{\"type\":\"4g\",\"rtt\":50},\"ts\":1652648400123";

    private static final String CAMPAIGN =
            ",\"source\":\"{\\\"from\\\":\\\"chain\\\",\\\"code\\\":\\\"abcdef-0123-4567-9810-012345abcdef\\\"}\"";

    @Param({"view", "view-browser", "view-campaign", "cart-sync-20", "purchase"})
    String beacon;

    private final Dialect dialect = new PersonaClick();
    private final Route route = new Route("POST", "/push");
    private final Section section = new Section(
            "demo",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());
    private Beacon sent = Beacon.withoutBody("POST", "/push", "");

    @Setup
    public void setUp() {
        String body = switch (beacon) {
            case "view" -> VIEW + "}";
            case "view-browser" -> VIEW + BROWSER + "}";
            case "view-campaign" -> VIEW + CAMPAIGN + "}";
            case "cart-sync-20" -> cart();
            case "purchase" -> purchase();
            default -> throw new IllegalArgumentException(beacon);
        };
        sent = new Beacon("POST", "/push", "", BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    @Benchmark
    public Object readEvent() throws RejectedException {
        Call call = dialect.read(route, sent, Head.EMPTY);
        call.credential();
        return call.parts(section);
    }

    private static String cart() {
        StringBuilder json =
                new StringBuilder("{\"event\":\"cart\",").append(VISITOR).append(",\"items\":[");
        for (int i = 0; i < 20; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append(100500 + i)
                    .append("\",\"quantity\":3}");
        }
        return json.append("],\"full_cart\":true}").toString();
    }

    private static String purchase() {
        return "{\"event\":\"purchase\"," + VISITOR
                + ",\"order_id\":\"N100500\",\"order_price\":750,\"order_cash\":650,\"order_bonuses\":100,"
                + "\"order_discount\":50,\"promocode\":\"BIRTHDAY\",\"delivery_type\":\"delivery\",\"payment_type\":\"cart\","
                + "\"items\":[{\"id\":\"100500\",\"amount\":3,\"price\":100},{\"id\":100123,\"amount\":1,\"price\":500}],"
                + "\"custom\":{\"boxes\":2,\"refund_date\":\"2021-09-21\"}}";
    }
}
