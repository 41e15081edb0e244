package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.dialect.Ids;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.state.RecentKeys.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StateKeeperTest {

    private static final StateOptions OPTIONS = StateOptions.DEFAULT;

    private final Scene scene = new Scene();
    private final List<StateKeeper> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(StateKeeper::close);
        scene.close();
    }

    @Test
    void whoHasTheAcknowledgementSeesTheEvent() throws InterruptedException {
        StateKeeper keeper = open(OPTIONS);

        for (int i = 1; i <= 500; i++) {
            scene.happens("d", Scene.put("a", 1));
            assertThat(cart(keeper, "d")).containsExactly(Scene.item("a", i));
        }
    }

    @Test
    void countsAreAnswered() throws InterruptedException {
        StateKeeper keeper = open(OPTIONS);
        scene.happens("d", Scene.view("a"));

        BlockingQueue<ProductCounts> answer = new ArrayBlockingQueue<>(1);
        assertThat(keeper.askCounts(Scene.SECTION, "a", answer::add)).isTrue();

        assertThat(answer.take().lastDay().views()).isEqualTo(1);
    }

    @Test
    void everythingSurvivesARestart() throws InterruptedException {
        StateKeeper before = open(OPTIONS);
        journal("d", "own", "client", "key-1", Scene.put("a", 2));
        before.close();
        journal("d", "own-2", null, "key-2", Scene.put("b", 1));

        StateKeeper after = open(OPTIONS);

        assertThat(cart(after, "d")).containsExactly(Scene.item("a", 2), Scene.item("b", 1));
        assertThat(told(after, "key-1")).isEqualTo(new Ids("d", "client"));
        assertThat(told(after, "key-2")).isEqualTo(new Ids("d", "own-2"));
        assertThat(Stream.of("own", "client", "own-2"))
                .allMatch(session -> after.seenSessions().hasSeen(Scene.SECTION, session));
    }

    @Test
    void theReplayIsDoneWhenItIsOpen() {
        for (int i = 0; i < 1000; i++) {
            journal("d", "s" + i, null, "key-" + i, Scene.view("a"));
        }

        StateKeeper keeper = open(OPTIONS);

        assertThat(keeper.lag()).isZero();
        assertThat(keeper.seenSessions().hasSeen(Scene.SECTION, "s999")).isTrue();
        assertThat(keeper.recentKeys().size()).isEqualTo(1000);
    }

    @Test
    void aConversionDoesNotMakeItsOwnSessionSeen() {
        journal("d", null, "sid", null, Scene.conversion());

        assertThat(open(OPTIONS).seenSessions().hasSeen(Scene.SECTION, "sid")).isFalse();
    }

    @Test
    void whatCannotBeReadIsCountedAndLeftOut() throws InterruptedException {
        scene.happens("d", Scene.put("a", 1));
        scene.journal.addDamaged(3);
        scene.journal.addMissing(2);
        scene.journal.add(scene.wall.get(), Events.view("d", FakeDialect.UNDECODABLE));
        scene.journal.add(scene.wall.get(), Events.view("gone", "shop", "d", "a"));
        scene.journal.add(scene.wall.get(), Events.view("d", "this makes the decoder throw"));
        scene.happens("d", Scene.put("b", 1));

        StateKeeper keeper = open(OPTIONS);

        assertThat(cart(keeper, "d")).extracting(Item::id).containsExactly("a", "b");
        assertThat(scene.counted("weir.state.skipped", "reason", "damaged")).isEqualTo(3);
        assertThat(scene.counted("weir.state.skipped", "reason", "missing")).isEqualTo(2);
        assertThat(scene.counted("weir.state.skipped", "reason", "undecodable")).isEqualTo(1);
        assertThat(scene.counted("weir.state.skipped", "reason", "unknown-dialect"))
                .isEqualTo(1);
        assertThat(scene.counted("weir.state.skipped", "reason", "fault")).isEqualTo(1);
    }

    @Test
    void aJournalWhoseBeginningIsGoneIsNoLoss() {
        scene.journal.addMissing(100);
        scene.happens("d", Scene.put("a", 1));

        StateKeeper keeper = open(OPTIONS);

        assertThat(keeper.lag()).isZero();
        assertThat(scene.counted("weir.state.skipped", "reason", "missing")).isZero();
    }

    @Test
    void withOneSnapshotNothingIsReleased() {
        StateKeeper keeper = open(OPTIONS);
        scene.happens("d", Scene.put("a", 1));

        keeper.close();

        assertThat(snapshots()).hasSize(1);
        assertThat(scene.journal.released()).isEqualTo(1);
    }

    @Test
    void whatBothSnapshotsHaveIsReleased() {
        StateKeeper keeper = open(OPTIONS.withSnapshots(2, Duration.ofDays(1)));
        for (int i = 1; i <= 3; i++) {
            scene.happens("d", Scene.put("a", 1));
            scene.happens("d", Scene.put("a", 1));
            int snapshots = Math.min(2, i);
            long newest = 2L * i;
            Await.until("snapshot of " + newest, () -> snapshots().size() == snapshots && has(newest));
        }

        Await.until("released", () -> scene.journal.released() == 5);
        assertThat(keeper.lag()).isZero();
    }

    @Test
    void aSnapshotIsWrittenAfterAWhileIfThereWasAnything() {
        open(OPTIONS.withSnapshots(1000, Duration.ofSeconds(60)));
        scene.happens("d", Scene.put("a", 1));
        assertThat(snapshots()).isEmpty();

        scene.nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));

        Await.until("snapshot", () -> has(1));
    }

    @Test
    void aDamagedSnapshotIsMadeUpForByTheOneBeforeAndTheJournal() throws IOException, InterruptedException {
        for (int i = 1; i <= 3; i++) {
            StateKeeper keeper = open(OPTIONS);
            scene.happens("d", Scene.put("a", 1));
            keeper.close();
        }
        Files.write(scene.dir.resolve(snapshots().get(1)), new byte[10]);

        assertThat(cart(open(OPTIONS), "d")).containsExactly(Scene.item("a", 3));
    }

    @Test
    void aSnapshotAheadOfTheJournalIsNotBelieved() throws InterruptedException {
        StateKeeper before = open(OPTIONS);
        journal("d", null, null, "key", Scene.put("a", 1));
        before.close();

        try (Scene emptied = new Scene()) {
            StateKeeper.Setup setup = emptied.setup(OPTIONS);
            StateKeeper after = open(new StateKeeper.Setup(
                    scene.dir,
                    setup.options(),
                    setup.journal(),
                    setup.releasePoint(),
                    setup.dialects(),
                    setup.conversions(),
                    setup.wallClock(),
                    setup.clock(),
                    setup.nanoTime(),
                    setup.random(),
                    setup.meters()));

            assertThat(cart(after, "d")).isEmpty();
            assertThat(after.recentKeys().tryClaim("key", new Told())).isEqualTo(Turn.FIRST);
        }
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void questionsAreBounded() throws InterruptedException {
        StateKeeper keeper = open(OPTIONS.withQuestions(1, Duration.ofSeconds(1)));
        CountDownLatch isAnswering = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        assertThat(keeper.askCart(Scene.SECTION, "d", cart -> {
                    isAnswering.countDown();
                    awaitQuietly(mayEnd);
                }))
                .isTrue();
        isAnswering.await();

        assertThat(keeper.askCart(Scene.SECTION, "d", cart -> {})).isTrue();
        assertThat(keeper.askCart(Scene.SECTION, "d", cart -> {})).isFalse();
        mayEnd.countDown();

        assertThat(scene.counted("weir.state.questions.refused")).isEqualTo(1);
    }

    @Test
    void afterTheDeadlineTheAnswerIsWhatThereIs() throws InterruptedException {
        AtomicBoolean fails = new AtomicBoolean();
        StateKeeper keeper = open(scene.setup(OPTIONS, journalWith("reader", failing(fails))));
        scene.happens("d", Scene.put("a", 1));
        assertThat(cart(keeper, "d")).hasSize(1);
        fails.set(true);
        scene.happens("d", Scene.put("b", 1));
        BlockingQueue<List<Item>> answer = new ArrayBlockingQueue<>(1);
        keeper.askCart(Scene.SECTION, "d", answer::add);

        scene.nanos.addAndGet(OPTIONS.answerWithin().toNanos());

        assertThat(answer.take()).extracting(Item::id).containsExactly("a");
        assertThat(scene.counted("weir.state.questions.late")).isEqualTo(1);
        assertThat(scene.shown("weir.state.lag")).isEqualTo(1);
    }

    @Test
    void aJournalThatCanBeReadAgainIsReadOn() throws InterruptedException {
        AtomicBoolean fails = new AtomicBoolean();
        StateKeeper keeper = open(scene.setup(OPTIONS, journalWith("reader", failing(fails))));
        fails.set(true);
        scene.happens("d", Scene.put("a", 1));
        Await.until("fault", () -> scene.counted("weir.state.faults") > 0);

        fails.set(false);
        scene.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(cart(keeper, "d")).hasSize(1);
    }

    @Test
    void aFaultyAnswerHarmsNobodyElse() throws InterruptedException {
        StateKeeper keeper = open(OPTIONS);
        keeper.askCart(Scene.SECTION, "d", cart -> {
            throw new IllegalStateException("a fault of the asker");
        });
        scene.happens("d", Scene.put("a", 1));

        assertThat(cart(keeper, "d")).hasSize(1);
        assertThat(scene.counted("weir.state.faults")).isEqualTo(1);
    }

    @Test
    void afterClosingNothingIsAnswered() {
        StateKeeper keeper = open(OPTIONS);

        keeper.close();

        assertThat(keeper.askCart(Scene.SECTION, "d", cart -> {})).isFalse();
    }

    @Test
    void aFullJournalIsLetGoWhenNoSnapshotCanBeWritten() throws IOException {
        StateKeeper keeper =
                open(scene.setup(OPTIONS.withSnapshots(1, Duration.ofDays(1)), journalWith("isFull", true)));
        Files.delete(scene.dir);

        scene.happens("d", Scene.put("a", 1));

        Await.until("released", () -> scene.journal.released() == 2);
        Files.createDirectory(scene.dir);
        assertThat(scene.counted("weir.state.snapshot.failures")).isPositive();
        assertThat(keeper.lag()).isZero();
    }

    @Test
    void anotherReaderOfTheJournalIsWaitedFor() {
        scene.releasePoint.hold(3);
        StateKeeper keeper = open(OPTIONS.withSnapshots(2, Duration.ofDays(1)));
        for (int i = 1; i <= 4; i++) {
            scene.happens("d", Scene.put("a", 1));
            scene.happens("d", Scene.put("a", 1));
            long newest = 2L * i;
            Await.until("snapshot of " + newest, () -> has(newest));
        }

        Await.until("released", () -> scene.journal.released() == 3);
        assertThat(keeper.lag()).isZero();
    }

    private StateKeeper open(StateOptions options) {
        return open(scene.setup(options));
    }

    private StateKeeper open(StateKeeper.Setup setup) {
        try {
            StateKeeper keeper = StateKeeper.open(setup);
            opened.add(keeper);
            return keeper;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void journal(String device, String session, String clientSession, String key, Event event) {
        Envelope envelope = scene.envelope(Scene.SECTION, device, session, clientSession, key, event);
        scene.journal.add(scene.wall.get(), envelope);
    }

    private static List<Item> cart(StateKeeper keeper, String device) throws InterruptedException {
        BlockingQueue<List<Item>> answer = new ArrayBlockingQueue<>(1);
        assertThat(keeper.askCart(Scene.SECTION, device, answer::add)).isTrue();
        return answer.take();
    }

    private static Ids told(StateKeeper keeper, String key) {
        Told told = new Told();
        assertThat(keeper.recentKeys().tryClaim(key, told)).isEqualTo(Turn.KEPT);
        return told.ids;
    }

    private boolean has(long seq) {
        return snapshots().contains("state-%020d.snap".formatted(seq));
    }

    private List<String> snapshots() {
        try (Stream<Path> files = Files.list(scene.dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".snap"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The scene's journal, but for one answer. */
    private Journal journalWith(String method, Object answer) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, called, arguments) -> {
                    try {
                        return called.getName().equals(method) ? answer : called.invoke(scene.journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private JournalReader failing(AtomicBoolean fails) {
        JournalReader reader = scene.journal.reader(1);
        return new JournalReader() {
            @Override
            public Entry poll() {
                if (fails.get()) {
                    throw new UncheckedIOException(new IOException("the disk cannot be read"));
                }
                return reader.poll();
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Told implements RecentKeys.Waiter {

        private Ids ids = Ids.NONE;

        @Override
        public void onKept(Ids told) {
            ids = told;
        }

        @Override
        public void onAbandoned() {
            throw new AssertionError("abandoned");
        }
    }
}
