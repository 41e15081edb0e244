package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
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
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes allocated from a request that has been read to the journal's hand-over, against {@code allocation-budget.properties}.
 * Lowering a budget is progress; raising one needs a reason in the commit.
 */
final class AllocationTest {

    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 30_000;
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
    private final Intake intake = intake(journal, dialect);

    @ParameterizedTest
    @ValueSource(strings = {"view", "cart-sync", "purchase"})
    void anAcceptedEventStaysWithinItsBudget(String event) throws Exception {
        IntakeRequest request = request(BODIES.get(event));
        run(request, WARM_UP);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();

        long before = threads.getThreadAllocatedBytes(self);
        run(request, MEASURED);
        long bytes = (threads.getThreadAllocatedBytes(self) - before) / MEASURED;

        assertThat(journal.appended()).isEqualTo(WARM_UP + MEASURED);
        assertThat(bytes).as("%s: bytes an event", event).isLessThanOrEqualTo(budget(event));
    }

    private void run(IntakeRequest request, int times) {
        for (int i = 0; i < times; i++) {
            intake.accept(request, AllocationTest::mustBeAccepted);
        }
    }

    private static void mustBeAccepted(Reply reply) {
        if (reply.answer().status() != 200) {
            throw new AssertionError(new String(reply.answer().body(), StandardCharsets.UTF_8));
        }
    }

    private IntakeRequest request(String body) {
        Beacon beacon = new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8));
        return new IntakeRequest(dialect, new Route("POST", "/push"), beacon, Envelope.Client.UNKNOWN, null, false);
    }

    private static Intake intake(CountingJournal journal, Dialect dialect) {
        Section section = new Section(
                "shop",
                Map.of(dialect.label(), List.of(new Section.Key("0d42fd8b713d0752776ca589cc0056", null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                new Section.Limit(1_000_000, 1_000_000, Section.Limit.Mode.ENFORCE),
                Section.Identity.DEFAULT,
                List.of("files"));
        Sections sections = Sections.of(List.of(section));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        return new Intake(
                sections,
                new SectionLimits(System::nanoTime, SectionLimits.UNKNOWN_DEFAULT, registry),
                new Identities(IdKeys.generate(new Random(1)), new Random(1), System::nanoTime, 1_000, registry),
                journal,
                new IntakeMeters(registry, List.of(dialect.label()), sections));
    }

    private static long budget(String event) throws IOException {
        Properties budgets = new Properties();
        try (InputStream in = AllocationTest.class.getResourceAsStream("/allocation-budget.properties")) {
            budgets.load(in);
        }
        return Long.parseLong(budgets.getProperty("intake." + event));
    }
}
