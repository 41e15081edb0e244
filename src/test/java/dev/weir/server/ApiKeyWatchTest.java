package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.dialect.Credential;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.key.ApiKeys;
import dev.weir.ingest.key.CredentialCheck;
import dev.weir.ingest.key.KeyText;
import dev.weir.ingest.key.Revocation;
import dev.weir.ingest.key.RevocationStore;
import dev.weir.ingest.key.SharedRevocations;
import dev.weir.ingest.key.Verified;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyWatchTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    @TempDir
    Path data;

    private final Random random = new Random(1);
    private final ApiKeys keys = new ApiKeys(CLOCK, random, new SimpleMeterRegistry());
    private final CredentialCheck check =
            new CredentialCheck(Sections.of(List.of(shop())), Set.of("pagent"), keys, random);
    private final HandTimer timer = new HandTimer();

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void keysThatWereThereBeforeAreGoodFromTheStart() throws Exception {
        KeyText key = create();
        watch();

        assertThat(isGood(key)).isTrue();
    }

    @Test
    void aKeyThatIsMadeLaterIsGoodAtTheNextLook() throws Exception {
        watch();
        KeyText key = create();
        timer.tick();

        assertThat(isGood(key)).isTrue();
    }

    @Test
    void aRevokedKeyIsRefusedAtTheNextLook() throws Exception {
        KeyText key = create();
        watch();
        file().revoke(key.id(), CLOCK);
        timer.tick();

        assertThat(isGood(key)).isFalse();
    }

    @Test
    void whatIsRevokedElsewhereIsRevokedInTheFileToo() throws Exception {
        KeyText key = create();
        KeyText another = create();
        watch();
        hearOf(key);
        assertThat(isGood(key)).isFalse();
        timer.tick();

        assertThat(file().ring().withId(key.id()).revoked()).isEqualTo(CLOCK.instant());
        assertThat(file().ring().withId(another.id()).revoked()).isNull();
    }

    @Test
    void aFileThatCannotBeWrittenLeavesThemRefused() throws Exception {
        KeyText key = create();
        watch();
        Path lock = data.resolve("api.keys.lock");
        Files.delete(lock);
        Files.createDirectory(lock);
        hearOf(key);
        timer.tick();
        assertThat(isGood(key)).isFalse();
        Files.delete(lock);
        timer.tick();

        assertThat(file().ring().withId(key.id()).revoked()).isNotNull();
    }

    @Test
    void itLooksFourTimesASecond() throws Exception {
        watch();

        assertThat(timer.period).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aBrokenFileLeavesTheLastGoodKeys() throws Exception {
        KeyText good = create();
        KeyText revoked = create();
        file().revoke(revoked.id(), CLOCK);
        watch();
        Files.writeString(file().path(), "rubbish\n");
        timer.tick();

        assertThat(isGood(good)).isTrue();
        assertThat(isGood(revoked)).isFalse();
    }

    @Test
    void aFileThatIsMendedCountsAgain() throws Exception {
        KeyText key = create();
        watch();
        List<String> lines = Files.readAllLines(file().path());
        Files.writeString(file().path(), "rubbish\n");
        timer.tick();
        Files.write(file().path(), lines);
        file().revoke(key.id(), CLOCK);
        timer.tick();

        assertThat(isGood(key)).isFalse();
    }

    @Test
    void keysWhoseSecretComesBackAreGoodAgain() throws Exception {
        KeyText first = create();
        watch();
        Path secret = data.resolve("api.keys.secret");
        Path aside = Files.move(secret, data.resolve("aside"));
        timer.tick();
        Files.move(aside, secret);
        KeyText second = create();
        timer.tick();

        assertThat(isGood(first)).isTrue();
        assertThat(isGood(second)).isTrue();
    }

    @Test
    void aFileThatIsDeletedTakesTheKeysWithIt() throws Exception {
        KeyText key = create();
        watch();
        Files.delete(file().path());
        timer.tick();

        assertThat(isGood(key)).isFalse();
    }

    @Test
    void filesThatAreDeletedTogetherTakeTheKeysWithThem() throws Exception {
        KeyText key = create();
        watch();
        Files.delete(file().path());
        Files.delete(data.resolve("api.keys.secret"));
        timer.tick();

        assertThat(isGood(key)).isFalse();
    }

    @Test
    void aServerDoesNotStartOnABrokenFile() throws Exception {
        create();
        Files.writeString(file().path(), "rubbish\n");

        assertThatThrownBy(this::watch)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("api.keys: API keys, line 1");
        assertThat(timer.isShutdown()).isTrue();
    }

    @Test
    void aServerDoesNotStartWithoutTheSecretOfItsKeys() throws Exception {
        create();
        Files.delete(data.resolve("api.keys.secret"));

        assertThatThrownBy(this::watch)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("api.keys.secret: does not exist");
    }

    @Test
    void aServerWithoutKeysMakesNoFiles() throws Exception {
        watch();

        assertThat(data).isEmptyDirectory();
    }

    @Test
    void closingItStopsTheTimer() throws Exception {
        watch().close();

        assertThat(timer.isShutdown()).isTrue();
    }

    @Test
    void withATimerOfItsOwnItSeesWhatChanges() throws Exception {
        KeyText key = create();
        try (ApiKeyWatch watch = ApiKeyWatch.start(file(), keys, CLOCK)) {
            assertThat(isGood(key)).as("%s", watch).isTrue();
            file().revoke(key.id(), CLOCK);

            Await.until("the key is refused", () -> !isGood(key));
        }
    }

    private ApiKeyWatch watch() throws StartException {
        return ApiKeyWatch.start(file(), keys, CLOCK, timer);
    }

    /** Another node says that it was revoked. */
    private void hearOf(KeyText key) {
        Revocation revoked = new Revocation(key.id(), CLOCK.instant().plusSeconds(60));
        RevocationStore others =
                (version, added, answered) -> answered.accept(new RevocationStore.Told("1", List.of(revoked)));
        new SharedRevocations(keys, others, CLOCK, new SimpleMeterRegistry()).round();
    }

    private ApiKeyFile file() {
        return new ApiKeyFile(data);
    }

    private KeyText create() throws IOException {
        return file().create("shop", "n", Duration.ofDays(365), CLOCK, random);
    }

    private boolean isGood(KeyText key) {
        return check.verify("pagent", new Credential.ApiKey(List.of(key.text()))) instanceof Verified.Known;
    }

    private static Section shop() {
        return new Section(
                "shop",
                Map.of("pagent", List.of()),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of("files"));
    }

    /** Runs what is due when the test says so. */
    private static final class HandTimer extends ScheduledThreadPoolExecutor {
        private Runnable task = () -> {};
        private Duration period = Duration.ZERO;

        HandTimer() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            task = command;
            period = Duration.of(delay, unit.toChronoUnit());
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        void tick() {
            task.run();
        }
    }
}
