package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.AllocationBudget;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.personaclick.PersonaClick;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes allocated from a request that has been read to the journal's hand-over, against {@code allocation-budget.properties}.
 * Lowering a budget is progress; raising one needs a reason in the commit.
 */
final class AllocationTest {

    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 30_000;
    private static final String KEY = "0d42fd8b713d0752776ca589cc0056";
    private static final String HEAD =
            "\"shop_id\":\"0d42fd8b713d0752776ca589cc0056\",\"did\":\"7rjVGhMykT\",\"seance\":\"R5eQXkrKCf\",\"sid\":\"R5eQXkrKCf\","
                    + "\"stream\":\"web\",\"segment\":\"A\",\"referer\":\"https://mystore.com/product/100500\"}";
    private static final Map<String, String> BODIES = Map.of(
            "view", "{\"event\":\"view\",\"items\":[{\"id\":\"100500\"}]," + HEAD,
            "cart-sync",
                    "{\"event\":\"cart\",\"full_cart\":true,\"items\":[{\"id\":\"100500\",\"quantity\":3},{\"id\":\"100123\",\"quantity\":1}],"
                            + HEAD,
            "purchase",
                    "{\"event\":\"purchase\",\"order_id\":\"N100500\",\"order_price\":750,\"items\":[{\"id\":\"100500\",\"amount\":3,\"price\":100},{\"id\":\"100123\",\"amount\":1,\"price\":500}],"
                            + HEAD);

    private final CountingJournal journal = new CountingJournal();
    private final Dialect dialect = new PersonaClick();
    private final Intake intake = OpenIntake.of(dialect, KEY, journal);

    @ParameterizedTest
    @ValueSource(strings = {"view", "cart-sync", "purchase"})
    void anAcceptedEventStaysWithinItsBudget(String event) throws Exception {
        AllocationBudget.assertKept("intake." + event, AllocationTest.class);
    }

    /** The bytes of this event, in the JVM that it is given. */
    public static void main(String[] event) throws Exception {
        System.out.println(new AllocationTest().measured(event[0].substring("intake.".length())));
    }

    private long measured(String event) throws Exception {
        IntakeRequest[] requests = requests(BODIES.get(event));
        run(requests, 0, WARM_UP);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();

        long before = threads.getThreadAllocatedBytes(self);
        run(requests, WARM_UP, MEASURED);
        long bytes = (threads.getThreadAllocatedBytes(self) - before) / MEASURED;

        assertThat(journal.appended()).isEqualTo(WARM_UP + MEASURED);
        return bytes;
    }

    /** Made beforehand, because an order that came before is none. */
    private IntakeRequest[] requests(String body) {
        IntakeRequest[] requests = new IntakeRequest[WARM_UP + MEASURED];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = OpenIntake.push(dialect, body.replace("N100500", "N" + (1_000_000 + i)));
        }
        return requests;
    }

    private void run(IntakeRequest[] requests, int from, int times) {
        for (int i = from; i < from + times; i++) {
            intake.accept(requests[i], AllocationTest::mustBeAccepted);
        }
    }

    private static void mustBeAccepted(Reply reply) {
        if (reply.answer().status() != 200) {
            throw new AssertionError(new String(reply.answer().body(), StandardCharsets.UTF_8));
        }
    }
}
