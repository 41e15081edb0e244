package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import dev.weir.journal.kafka.CommitText.Commit;
import dev.weir.journal.kafka.OffsetIndex.Place;
import dev.weir.journal.kafka.PartitionCursors.Due;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PartitionCursorsTest {

    private final OffsetIndex index = new OffsetIndex(new Place(1, 0));
    private final PartitionCursors cursors =
            new PartitionCursors(List.of("files", "vendor"), new Commit(1, Map.of()), index);

    PartitionCursorsTest() {
        for (int i = 0; i < 200; i++) {
            index.add(new Place(1 + i, i), new Place(2 + i, i + 1));
        }
    }

    @Test
    void aSaveReturnsWhenItIsCommitted() throws Exception {
        CompletableFuture<Void> saved = save("files", 201);
        Due due = due();
        assertThat(saved).isNotDone();
        assertThat(cursors.load("files")).isEqualTo(Cursor.START);
        cursors.onCommitted(due);
        saved.get(20, TimeUnit.SECONDS);
        assertThat(cursors.load("files")).isEqualTo(at(201));
    }

    @Test
    void theOffsetIsTheLowestThatAnySinkNeeds() {
        save("files", 201);
        assertThat(due().offset().offset()).isZero();
        cursors.onCommitted(cursors.due());
        save("vendor", 100);
        Due due = due();
        assertThat(due.offset().offset()).isBetween(35L, 99L);
        Commit commit = CommitText.parse(due.offset().metadata());
        assertThat(commit.baseSeq()).isEqualTo(due.offset().offset() + 1);
        assertThat(commit.cursors()).containsEntry("files", at(201)).containsEntry("vendor", at(100));
    }

    @Test
    void whenNobodyNeedsAnythingTheOffsetIsTheEnd() {
        save("files", 201);
        cursors.onCommitted(due());
        save("vendor", 201);
        assertThat(due().offset().offset()).isEqualTo(200);
    }

    @Test
    void whatASectionIsOwedStaysWithinReach() {
        save("files", 201);
        cursors.onCommitted(due());
        Cursor behind = new Cursor(201, 195, 0, 0, 0, 0, Map.of("shop", new Behind(70, 5)));
        CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> cursors.save("vendor", behind));
        assertThat(due().offset().offset()).isLessThanOrEqualTo(69);
    }

    @Test
    void oneCommitIsUnderWayAtATime() {
        save("files", 100);
        Due first = due();
        save("vendor", 50);
        assertThat(cursors.takeDue()).isNull();
        cursors.onCommitted(first);
        assertThat(due()).isNotNull();
    }

    @Test
    void aCommitThatFailsFailsTheSave() {
        CompletableFuture<Void> saved = save("files", 100);
        cursors.onFailed(due(), "on purpose");
        Await.until("it has failed", saved::isCompletedExceptionally);
        assertThat(cursors.load("files")).isEqualTo(Cursor.START);
        assertThat(cursors.takeDue()).isNull();
        CompletableFuture<Void> again = save("files", 110);
        cursors.onCommitted(due());
        Await.until("it is saved", again::isDone);
        assertThat(again).isNotCompletedExceptionally();
    }

    @Test
    void nothingIsSavedOfAPartitionThatIsAnothers() {
        CompletableFuture<Void> saved = save("files", 100);
        Due unused = due();
        cursors.lose();
        Await.until("it has failed", saved::isCompletedExceptionally);
        CompletableFuture<Void> later = save("files", 110);
        Await.until("it has failed", later::isCompletedExceptionally);
    }

    /** One of two relays may have been started with fewer sinks. */
    @Test
    void aSinkThatOthersHaveKeepsItsCursorAndHoldsNothingBack() {
        Commit start = new Commit(1, Map.of("others", at(3), "files", at(100)));
        PartitionCursors fewer = new PartitionCursors(List.of("files"), start, index);
        Due due = fewer.due();
        assertThat(due.offset().offset()).isBetween(35L, 99L);
        assertThat(CommitText.parse(due.offset().metadata()).cursors()).containsEntry("others", at(3));
    }

    private CompletableFuture<Void> save(String sink, long next) {
        return CompletableFuture.runAsync(
                () -> cursors.save(sink, at(next)), command -> new Thread(command, "save").start());
    }

    private Due due() {
        Due[] due = new Due[1];
        Await.until("a commit is due", () -> (due[0] = cursors.takeDue()) != null);
        return due[0];
    }

    private static Cursor at(long next) {
        return new Cursor(next, next - 1, 0, 0, 0);
    }
}
