package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Route;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Promise;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.journal.Journal.Failure;
import dev.weir.journal.Journal.Handover;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntakeTest {

    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\",\"sid\":\"R5eQXkrKCf\",\"items\":[{\"id\":\"1\"}]}";

    private final AtomicLong nanos = new AtomicLong();
    private final CountingJournal journal = new CountingJournal();
    private final Dialect dialect = new PersonaClick();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Section section = section(new Section.Limit(2, 3, Section.Limit.Mode.ENFORCE));
    private final Sections sections = Sections.of(List.of(section));
    private final IntakeMeters meters = new IntakeMeters(registry, List.of(dialect.label()), sections);
    private final Intake intake = new Intake(IntakeFixture.parts(
            sections,
            new SectionLimits(nanos::get, new Section.Limit(1, 2, Section.Limit.Mode.ENFORCE), registry),
            new Identities(IdKeys.generate(new Random(1)), new Random(2), nanos::get, 100, registry),
            journal,
            new NoUpstreams(),
            meters,
            registry));

    @Test
    void anAcceptedEventIsAnsweredWithThePromise() {
        Reply reply = push(VIEW);

        assertThat(reply.answer().status()).isEqualTo(200);
        assertThat(reply.promise()).isEqualTo(Promise.FSYNC);
        assertThat(count("weir.accepted")).isEqualTo(1);
    }

    @Test
    void anAnswerHasThePromiseThatWasMadeOfItsEventWhereTheJournalSaysWhich() {
        journal.promise(Promise.OS);

        assertThat(push(VIEW).promise()).isEqualTo(Promise.OS);
    }

    @Test
    void theEnvelopeSaysWhoAndWhat() {
        push(VIEW);

        Envelope envelope = journal.last();
        assertThat(envelope.dialect()).isEqualTo("personaclick");
        assertThat(envelope.section()).isEqualTo("shop");
        assertThat(envelope.type()).isEqualTo(EventType.VIEW);
        assertThat(envelope.deviceId()).isEqualTo("7rjVGhMykT");
        assertThat(envelope.sessionId()).isEqualTo("R5eQXkrKCf");
        assertThat(envelope.notes().authenticated()).isFalse();
    }

    @Test
    void whatTheEventMeansGoesWithIt() throws RejectedException {
        push(VIEW);

        assertThat(journal.known()).isNotNull().isEqualTo(dialect.decode(journal.last()));
    }

    @Test
    void theSecretIsCheckedAndThenCutOut() {
        push(VIEW.replace("{\"event\"", "{\"shop_secret\":\"open sesame\",\"event\""));

        assertThat(journal.last().notes().authenticated()).isTrue();
        assertThat(new String(journal.last().beacon().body(), StandardCharsets.UTF_8))
                .doesNotContain("sesame")
                .doesNotContain("shop_secret");
    }

    @Test
    void aWrongSecretIsRefusedAndNothingIsJournalled() {
        Reply reply = push(VIEW.replace("{\"event\"", "{\"shop_secret\":\"sesame\",\"event\""));

        assertThat(reply.answer().status()).isEqualTo(403);
        assertThat(text(reply)).doesNotContain("sesame");
        assertThat(journal.appended()).isZero();
    }

    @Test
    void beyondTheBucketIs429WithTheHeadersOfTheDraft() {
        for (int i = 0; i < 3; i++) {
            assertThat(push(VIEW).answer().status()).isEqualTo(200);
        }
        Reply reply = push(VIEW);

        assertThat(reply.answer().status()).isEqualTo(429);
        assertThat(reply.retryAfterSeconds()).isEqualTo(1);
        assertThat(Objects.requireNonNull(reply.refusal()).rateLimitPolicy()).isEqualTo("\"default\";q=2;w=1");
        assertThat(journal.appended()).isEqualTo(3);
        assertThat(rejected("limited")).isEqualTo(1);
    }

    @Test
    void tokensComeBackWithTime() {
        for (int i = 0; i < 4; i++) {
            push(VIEW);
        }
        nanos.addAndGet(500_000_000);

        assertThat(push(VIEW).answer().status()).isEqualTo(200);
    }

    @Test
    void aRefusedEventTakesATokenAllTheSame() {
        for (int i = 0; i < 3; i++) {
            assertThat(push(VIEW.replace("view", "dance")).answer().status()).isEqualTo(422);
        }

        assertThat(push(VIEW).answer().status()).isEqualTo(429);
    }

    @Test
    void unknownSectionsShareOneBucketAndLeaveOthersAlone() {
        String nobody = VIEW.replace("\"shop\"", "\"0123456789abcdef0123456789abcd\"");

        assertThat(push(nobody).answer().status()).isEqualTo(404);
        assertThat(push(nobody.replace("0123", "4567")).answer().status()).isEqualTo(404);
        assertThat(push(nobody.replace("0123", "89ab")).answer().status()).isEqualTo(429);
        assertThat(push(VIEW).answer().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUE_FULL, journal-queue-full",
        "DISK_FULL, journal-disk-full",
        "HELD, backlog",
        "FAILED, journal-failed",
        "CLOSED, draining"
    })
    void aJournalThatTakesNothingMeans503AndRetryAfter(Handover handover, String reason) {
        journal.answerWith(handover);
        Reply reply = push(VIEW);

        assertThat(reply.answer().status()).isEqualTo(503);
        assertThat(reply.promise()).isNull();
        assertThat(reply.retryAfterSeconds()).isPositive();
        assertThat(rejected(reason)).isEqualTo(1);
        assertThat(count("weir.accepted")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "DISK_FULL, journal-disk-full, 503",
        "FAILED, journal-failed, 503",
        "CLOSED, draining, 503",
        "TOO_LARGE, body-too-large, 413"
    })
    void aPromiseThatCannotBeKeptIsNotMadeAndTheAnswerSaysWhy(Failure why, String reason, int status) {
        journal.fail(why);
        Reply reply = push(VIEW);

        assertThat(reply.answer().status()).isEqualTo(status);
        assertThat(reply.promise()).isNull();
        assertThat(rejected(reason)).isEqualTo(1);
    }

    @Test
    void theBooksBalance() {
        push(VIEW);
        push("{");
        push(VIEW.replace("view", "dance"));
        journal.answerWith(Handover.QUEUE_FULL);
        push(VIEW);

        assertThat(count("weir.received")).isEqualTo(4);
        assertThat(count("weir.accepted") + count("weir.rejected")).isEqualTo(4);
        assertThat(registry.get("weir.intake.waiting").gauge().value()).isZero();
    }

    @Test
    void initEchoesTheSessionThatTheClientMade() {
        Reply reply = get("/init", "shop_id=shop&did=&sid=abcdefghij&seance=abcdefghij&stream=android");

        assertThat(text(reply)).contains("\"seance\":\"abcdefghij\"").contains("\"did\":\"wd");
        assertThat(text(reply)).doesNotContain("\"message\"");
    }

    @Test
    void aBrowserGetsTheSectionsCookie() {
        Reply reply = accept(beacon("GET", "/init", "shop_id=shop", ""), true);

        assertThat(reply.setCookie()).startsWith("weir_shop=wd").contains("HttpOnly");
    }

    @Test
    void aServerGetsNoCookie() {
        assertThat(get("/init", "shop_id=shop").setCookie()).isNull();
    }

    @Test
    void aCookielessClientGetsNoCookie() {
        assertThat(accept(beacon("GET", "/init", "shop_id=shop&cookieless=true", ""), true)
                        .setCookie())
                .isNull();
    }

    private Reply push(String body) {
        return accept(beacon("POST", "/push", "", body), false);
    }

    private Reply get(String path, String query) {
        return accept(beacon("GET", path, query, ""), false);
    }

    private Reply accept(Beacon beacon, boolean keepsCookie) {
        List<Reply> replies = new ArrayList<>();
        intake.accept(
                new IntakeRequest(
                        dialect,
                        new Route(beacon.method(), beacon.path()),
                        beacon,
                        Head.EMPTY,
                        null,
                        false,
                        Envelope.Client.UNKNOWN,
                        null,
                        keepsCookie,
                        null,
                        false),
                replies::add);
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }

    private static Beacon beacon(String method, String path, String query, String body) {
        Beacon.BodyKind kind = body.isEmpty() ? Beacon.BodyKind.NONE : Beacon.BodyKind.JSON;
        return new Beacon(method, path, query, kind, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Section section(Section.Limit limit) {
        return new Section(
                "shop",
                Map.of("personaclick", List.of(new Section.Key("shop", "open sesame"))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                limit,
                Section.Identity.DEFAULT,
                List.of("files"));
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
                .tag("dialect", "personaclick")
                .functionCounter()
                .count();
    }

    private static String text(Reply reply) {
        return new String(reply.answer().body(), StandardCharsets.UTF_8);
    }
}
