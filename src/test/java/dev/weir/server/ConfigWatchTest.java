package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {

    private static final String GOOD = """
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: '${SHOP}', personaclick: [{shop-id: '1'}], limit: {refill: 10}, sinks: [files]}]
            """;

    private static final String OTHER = GOOD.replace("refill: 10", "refill: 20");
    private static final String BAD = GOOD.replace("refill: 10", "refill: 0");

    @TempDir
    Path dir;

    private final HandTimer timer = new HandTimer();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<WeirConfig> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private boolean isRefusing;
    private int edits;

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void itLooksOnceASecond() throws Exception {
        watch(GOOD);

        assertThat(timer.period).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aFileThatStaysTellsNobody() throws Exception {
        watch(GOOD);
        look(5);

        assertThat(told).isEmpty();
        assertThat(count("loaded")).isZero();
    }

    @Test
    void aChangedFileIsReadWithTheEnvironmentOfTheStart() throws Exception {
        ConfigWatch watch = watch(GOOD);
        write(OTHER);
        now = now.plusSeconds(60);
        look(2);

        assertThat(told).hasSize(1);
        assertThat(told.get(0).sections().byName("shop").limit().refillPerSecond())
                .isEqualTo(20);
        assertThat(watch.state()).isEqualTo(new ConfigState(file().toString(), now, null));
        assertThat(count("loaded")).isEqualTo(1);
        assertThat(gauge("weir.config.loaded")).isEqualTo(now.getEpochSecond());
    }

    @Test
    void aFileThatIsStillWrittenIsLeftAlone() throws Exception {
        watch(GOOD);
        write(OTHER);
        look(1);
        write(OTHER + "# more");
        look(1);
        write(OTHER + "# more and more");
        look(1);
        boolean isLeftAlone = told.isEmpty();
        look(1);

        assertThat(isLeftAlone).isTrue();
        assertThat(told).hasSize(1);
    }

    @Test
    void aFileThatWasChangedWhileTheServerStartedIsSeen() throws Exception {
        Files.writeString(file(), GOOD);
        ConfigFile.Seen first = ConfigFile.Seen.of(new ConfigFile(file(), new ConfigReader(Map.of("SHOP", "shop"))));
        write(OTHER);
        var unused = ConfigWatch.start(first, told::add, () -> now, registry, timer);
        look(2);

        assertThat(told).hasSize(1);
    }

    /** As an editor leaves it that writes in place, on a file system whose times are coarse. */
    @Test
    void anEditThatLeavesSizeTimeAndInodeIsSeen() throws Exception {
        watch(GOOD);
        FileTime then = Files.getLastModifiedTime(file());
        Files.writeString(file(), OTHER, StandardOpenOption.WRITE);
        Files.setLastModifiedTime(file(), then);
        look(2);

        assertThat(Files.size(file())).isEqualTo(GOOD.length());
        assertThat(told).hasSize(1);
    }

    @Test
    void aFileThatIsReplacedIsSeen() throws Exception {
        watch(GOOD);
        Path next = Files.writeString(dir.resolve("next.yaml"), OTHER);
        Files.move(next, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        look(2);

        assertThat(told).hasSize(1);
    }

    @Test
    void aBadFileIsRefusedWholeAndTheOldOneHolds() throws Exception {
        ConfigWatch watch = watch(GOOD);
        Instant start = now;
        write(BAD);
        now = now.plusSeconds(60);
        look(2);

        assertThat(told).isEmpty();
        assertThat(watch.state().loadedAt()).isEqualTo(start);
        assertThat(watch.state().failure())
                .startsWith(file() + ": sections")
                .contains("limit.refill: 0 (expected: 1 to 1000000000 tokens a second)");
        assertThat(gauge("weir.config.reload.failed")).isEqualTo(1);
    }

    @Test
    void aBadFileIsToldOfOnce() throws Exception {
        watch(GOOD);
        write(BAD);
        look(10);

        assertThat(count("refused")).isEqualTo(1);
    }

    @Test
    void anotherBadFileIsToldOfAgain() throws Exception {
        watch(GOOD);
        write(BAD);
        look(3);
        write(BAD + "# still");
        look(3);

        assertThat(count("refused")).isEqualTo(2);
    }

    @Test
    void aMendedFileHolds() throws Exception {
        ConfigWatch watch = watch(GOOD);
        write(BAD);
        look(3);
        write(OTHER);
        look(2);

        assertThat(told).hasSize(1);
        assertThat(watch.state().failure()).isNull();
        assertThat(gauge("weir.config.reload.failed")).isZero();
    }

    @Test
    void aFileThatIsPutBackAsItWasIsNoTroubleAnyLonger() throws Exception {
        ConfigWatch watch = watch(GOOD);
        Path aside = dir.resolve("aside.yaml");
        Files.move(file(), aside);
        look(3);
        String gone = watch.state().failure();
        Files.move(aside, file());
        look(1);

        assertThat(gone).isEqualTo(file() + ": cannot be read (expected: a YAML file)");
        assertThat(watch.state().failure()).isNull();
        assertThat(told).isEmpty();
    }

    /** None of these ends the watch: the next good file is taken. */
    @Test
    void whatIsNoConfigAtAllIsSaidAndTheWatchGoesOn() throws Exception {
        ConfigWatch watch = watch(GOOD);
        write("a: " + "[".repeat(200_000));
        look(3);
        assertThat(watch.state().failure()).contains("nested too deeply");
        write("#".repeat(5 << 20));
        look(3);
        assertThat(watch.state().failure()).isEqualTo(file() + ": too large (expected: at most 4MiB)");
        Files.delete(file());
        Files.createDirectory(file());
        look(3);
        assertThat(watch.state().failure()).isEqualTo(file() + ": is no regular file (expected: a YAML file)");
        Files.delete(file());
        assertThat(told).isEmpty();

        write(OTHER);
        look(3);

        assertThat(watch.state().failure()).isNull();
        assertThat(told).hasSize(1);
    }

    @Test
    void halfAFileIsNoConfig() throws Exception {
        ConfigWatch watch = watch(GOOD);
        write(OTHER.substring(0, OTHER.length() - 20));
        look(3);

        assertThat(told).isEmpty();
        assertThat(watch.state().failure()).contains("not YAML");
    }

    @Test
    void whatTakesARestartIsRefusedWhole() throws Exception {
        ConfigWatch watch = watch(GOOD);
        write("server: {port: 1}\n" + OTHER);
        look(3);

        assertThat(told).isEmpty();
        assertThat(watch.state().failure())
                .isEqualTo(file()
                        + ": server.port: changed (expected: as it was at the start, since this takes a restart)");
    }

    @Test
    void aServerThatCannotUseItKeepsTheOldOne() throws Exception {
        ConfigWatch watch = watch(GOOD);
        isRefusing = true;
        write(OTHER);
        look(3);

        assertThat(watch.state().failure()).isEqualTo(file() + ": sections: too many (expected: fewer)");
        isRefusing = false;
        look(1);
        assertThat(watch.state().failure()).isNull();
        assertThat(told).hasSize(1);
    }

    @Test
    void closingItStopsTheTimer() throws Exception {
        watch(GOOD).close();

        assertThat(timer.isShutdown()).isTrue();
    }

    private ConfigWatch watch(String text) throws Exception {
        Files.writeString(file(), text);
        ConfigFile.Seen first = ConfigFile.Seen.of(new ConfigFile(file(), new ConfigReader(Map.of("SHOP", "shop"))));
        return ConfigWatch.start(first, this::take, () -> now, registry, timer);
    }

    private void take(WeirConfig config) {
        if (isRefusing) {
            throw new IllegalArgumentException("sections: too many (expected: fewer)");
        }
        told.add(config);
    }

    /** Of another size each time, since two edits may fall into one tick of the file system's clock. */
    private void write(String text) throws IOException {
        edits++;
        Files.writeString(file(), text + "\n#" + "x".repeat(edits));
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            timer.task.run();
        }
    }

    private Path file() {
        return dir.resolve("weir.yaml");
    }

    private double count(String outcome) {
        return registry.get("weir.config.reloads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
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
    }
}
