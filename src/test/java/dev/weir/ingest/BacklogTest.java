package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Route;
import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
import dev.weir.dialect.pagent.Pagent;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.dialect.pureclarity.PureClarity;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.Journal.Handover;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.FileJournalOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A journal of real files that is put on hold because a sink is too far behind. */
final class BacklogTest {

    private final Dialect dialect = new PersonaClick();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private FileJournal journal;
    private IntakeMeters meters;
    private Intake intake;

    @BeforeEach
    void open(@TempDir Path dir) throws IOException {
        FileJournalOptions options =
                FileJournalOptions.in(dir).withFileBytes(1 << 20).withReserveBytes(0);
        journal = FileJournal.open(options, InstantSource.system(), System::nanoTime, new Random(7), registry);
        Sections sections = Sections.of(List.of(new Section(
                "shop",
                Map.of(dialect.label(), List.of(new Section.Key("shop", null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                new Section.Limit(1_000_000, 1_000_000, Section.Limit.Mode.SHADOW),
                Section.Identity.DEFAULT,
                List.of("files"))));
        meters = new IntakeMeters(registry, List.of(dialect.label()), sections);
        intake = new Intake(IntakeFixture.parts(sections, journal, new NoUpstreams(), meters, registry));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void whileAJournalIsOnHoldEventsAreAnswered503AndAfterwards200() throws Exception {
        assertThat(push("1").answer().status()).isEqualTo(200);

        journal.hold(true);
        Reply refused = push("2");
        assertThat(refused.answer().status()).isEqualTo(503);
        assertThat(refused.promise()).isNull();
        assertThat(refused.retryAfterSeconds()).isEqualTo(5);
        assertThat(text(refused.answer())).contains("a destination of these events has been behind for too long");

        journal.hold(false);
        assertThat(push("3").answer().status()).isEqualTo(200);
    }

    @Test
    void whatWasAcceptedIsKeptAndNothingElse() throws Exception {
        push("1");
        push("2");
        journal.hold(true);
        push("3");
        journal.hold(false);
        push("4");

        assertThat(keptItems()).containsExactly("1", "2", "4");
        assertThat(count("weir.received")).isEqualTo(4);
        assertThat(count("weir.accepted")).isEqualTo(3);
        assertThat(rejected("backlog")).isEqualTo(1);
    }

    static Stream<Dialect> dialects() {
        EngagementUrls urls = new EngagementUrls(new byte[EngagementUrls.MIN_KEY_BYTES], List.of());
        return Stream.of(new PersonaClick(), new PureClarity(), new GravityField(urls), new Pagent());
    }

    /** Pagent's document has 500 for whatever may be tried again. */
    @ParameterizedTest
    @MethodSource("dialects")
    void everyDialectSaysSoInItsOwnForm(Dialect each) {
        Answer answer = each.rejected(JournalRefusals.notTaken(Handover.HELD));

        assertThat(answer.status()).isEqualTo(each instanceof Pagent ? 500 : 503);
        assertThat(text(answer))
                .startsWith("{")
                .contains("\"a destination of these events has been behind for too long\"");
    }

    private Reply push(String item) throws InterruptedException {
        String body = "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"" + item
                + "\"}]}";
        Beacon beacon = new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8));
        intake.accept(
                new IntakeRequest(
                        dialect,
                        new Route("POST", "/push"),
                        beacon,
                        Head.EMPTY,
                        null,
                        false,
                        Envelope.Client.UNKNOWN,
                        null,
                        false,
                        null,
                        false),
                replies::add);
        Reply reply = replies.poll(20, TimeUnit.SECONDS);
        assertThat(reply).isNotNull();
        return reply;
    }

    private List<String> keptItems() {
        List<String> items = new ArrayList<>();
        try (JournalReader reader = journal.reader(1)) {
            for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
                String body =
                        new String(((Entry.Kept) entry).envelope().beacon().body(), StandardCharsets.UTF_8);
                items.add(body.replaceAll(".*\"id\":\"([0-9]+)\".*", "$1"));
            }
        }
        return items;
    }

    private double count(String meter) {
        meters.publish();
        return registry.get(meter).functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private double rejected(String reason) {
        meters.publish();
        return registry.get("weir.rejected")
                .tag("reason", reason)
                .tag("dialect", dialect.label())
                .functionCounter()
                .count();
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
