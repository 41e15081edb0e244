package dev.weir.relay.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.dialect.Dialect;
import dev.weir.event.Context;
import dev.weir.event.DeviceTraces;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {

    private static final long START = Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli();

    private static final String PERSON = "device-of-the-person";

    @TempDir
    Path dir;

    private final List<Result> results = new ArrayList<>();
    private final List<FileSink> opened = new ArrayList<>();
    private final List<Runnable> postponed = new ArrayList<>();
    private long nowMillis = START;

    @AfterEach
    void close() {
        runPostponed();
        opened.forEach(FileSink::close);
    }

    @Test
    void anEventIsOneLineOfAFileNamedByTimeAndFirstNumber() throws IOException {
        FileSink sink = open(options());

        write(sink, 7);

        Path file = dir.resolve("files-20260102T030405.678Z-7.ndjson");
        assertThat(Files.readString(file)).startsWith("{\"seq\":7,\"time\":\"").endsWith("}\n");
    }

    @Test
    void nothingIsCompletedBeforeTheFlush() {
        FileSink sink = open(options());

        deliver(sink, 1);

        assertThat(results).isEmpty();
    }

    @Test
    void aFlushCompletesAllThatWasCollected() {
        FileSink sink = open(options());

        write(sink, 1, 2, 3);

        assertThat(results).containsOnly(Result.DELIVERED).hasSize(3);
    }

    @Test
    void aTornLastLineIsCutOffAtStart() throws IOException {
        FileSink first = open(options());
        write(first, 1, 2);
        first.close();
        Files.writeString(onlyFile(), "{\"seq\":3,\"ti", StandardOpenOption.APPEND);

        write(open(options()), 3);

        assertThat(seqs(onlyFile())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anEventThatTheFilesHoldIsDeliveredWithoutBeingWrittenTwice() throws IOException {
        FileSink first = open(options());
        write(first, 1, 2, 3);
        first.close();
        results.clear();

        FileSink second = open(options());
        second.resume(2);
        write(second, 2, 3, 4);

        assertThat(seqs(onlyFile())).containsExactly(1L, 2L, 3L, 4L);
        assertThat(results).containsOnly(Result.DELIVERED).hasSize(3);
    }

    @Test
    void anEventThatARotatedFileHoldsIsNotWrittenTwice() throws IOException {
        FileSink first = open(options().maxBytes(1));
        write(first, 1);
        write(first, 2);
        write(first, 3);
        first.close();

        FileSink second = open(options());
        second.resume(1);
        write(second, 1, 2, 3, 4);

        assertThat(allSeqs()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void anEventOfAnotherJournalWithTheSameNumberIsWritten() throws IOException {
        FileSink first = open(options());
        write(first, 1);
        first.close();

        FileSink second = open(options());
        second.resume(1);
        second.deliver(List.of(Events.delivery(1, START + 1, Events.view("d1", "other"))), results::add);
        second.flush();

        assertThat(seqs(onlyFile())).containsExactly(1L, 1L);
    }

    @Test
    void whatWasCollectedIsForgottenWhenTheRelayBeginsAgain() throws IOException {
        FileSink sink = open(options());
        deliver(sink, 1);

        sink.resume(1);
        write(sink, 1);

        assertThat(seqs(onlyFile())).containsExactly(1L);
    }

    @Test
    void aFileIsClosedBeforeItGrowsBeyondItsBound() throws IOException {
        FileSink sink = open(options().maxBytes(1));
        write(sink, 1);

        write(sink, 2);

        assertThat(names())
                .containsExactly("files-20260102T030405.678Z-1.ndjson.gz", "files-20260102T030405.679Z-2.ndjson");
    }

    @Test
    void aFileIsClosedWhenItIsOldAlsoWithoutEvents() throws IOException {
        FileSink sink = open(options());
        write(sink, 1);

        nowMillis += Duration.ofHours(1).toMillis();
        sink.flush();

        assertThat(names()).containsExactly("files-20260102T030405.678Z-1.ndjson.gz");
    }

    @Test
    void aClosedFileIsReadableByGzip() throws IOException {
        FileSink sink = open(options().maxBytes(1));
        write(sink, 1);
        String plain = Files.readString(onlyFile());

        write(sink, 2);

        try (InputStream bytes = EventFiles.read(dir.resolve("files-20260102T030405.678Z-1.ndjson.gz"))) {
            assertThat(new String(bytes.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
        }
    }

    @Test
    void closedFilesStayPlainWhenSoWished() throws IOException {
        FileSink sink = open(options().maxBytes(1).plain());

        write(sink, 1);
        write(sink, 2);

        assertThat(names()).allMatch(name -> name.endsWith(".ndjson"));
    }

    @Test
    void aCrashDuringCompressionLeavesEveryLineOnce() throws IOException {
        FileSink first = open(options());
        write(first, 1);
        first.close();
        Path plain = onlyFile();
        new EventFiles(dir, "files").compress(plain, false, () -> false);
        Files.writeString(plain, "{\"seq\":1,\"time\":\"2026-01-02T03:04:05.678Z\"}\n");
        Files.writeString(dir.resolve("files-20260102T030405.678Z-9.ndjson.gz.tmp"), "half");

        open(options());

        assertThat(names()).containsExactly(plain.getFileName() + ".gz");
    }

    @Test
    void noEventWaitsForACompression() throws IOException {
        FileSink sink = openPostponing(options().maxBytes(1));

        write(sink, 1, 2);
        write(sink, 3);

        assertThat(results).containsOnly(Result.DELIVERED).hasSize(3);
        assertThat(names()).hasSize(2).allMatch(name -> name.endsWith(".ndjson"));
    }

    @Test
    void filesAreCompressedOneAtATime() throws IOException {
        FileSink sink = openPostponing(options().maxBytes(1));
        write(sink, 1);
        write(sink, 2);
        write(sink, 3);

        assertThat(postponed).hasSize(1);
        runPostponed();

        assertThat(names())
                .containsExactly(
                        "files-20260102T030405.678Z-1.ndjson.gz",
                        "files-20260102T030405.679Z-2.ndjson.gz",
                        "files-20260102T030405.680Z-3.ndjson");
    }

    @Test
    void aFileIsCompressedByAThreadOfItsOwn() {
        FileSink sink = FileSink.open(options().maxBytes(1).build(), this::now);
        opened.add(sink);

        write(sink, 1);
        write(sink, 2);

        Await.until(
                "compressed",
                () -> names().equals(List.of(
                        "files-20260102T030405.678Z-1.ndjson.gz", "files-20260102T030405.679Z-2.ndjson")));
    }

    @Test
    void theFileBeingWrittenIsNotCompressedThoughTheClockWasSetBack() throws IOException {
        FileSink sink = openPostponing(options());
        write(sink, 1);
        nowMillis += Duration.ofHours(1).toMillis();
        sink.flush();
        Files.delete(onlyFile());
        nowMillis -= Duration.ofDays(1).toMillis();
        write(sink, 2);

        runPostponed();

        assertThat(names()).containsExactly("files-20260102T030405.679Z-2.ndjson");
    }

    @Test
    void aCompressionThatIsGivenUpLeavesTheFileAsItWas() throws IOException {
        FileSink sink = open(options());
        write(sink, 1);
        sink.close();

        new EventFiles(dir, "files").compress(onlyFile(), true, () -> true);

        assertThat(seqs(onlyFile())).containsExactly(1L);
    }

    @Test
    void whatWasNotCompressedIsCompressedAfterTheNextStart() throws IOException {
        FileSink first = open(options().maxBytes(1).plain());
        write(first, 1);
        write(first, 2);
        first.close();

        open(options());

        assertThat(names())
                .containsExactly("files-20260102T030405.678Z-1.ndjson.gz", "files-20260102T030405.679Z-2.ndjson");
    }

    @Test
    void onceClosedNothingIsCompressed() throws IOException {
        Path file = Files.writeString(dir.resolve("files-20260102T030405.678Z-1.ndjson"), "{}\n");
        FinishedFiles finished =
                new FinishedFiles(options().build(), new EventFiles(dir, "files"), this::now, Runnable::run);

        finished.close();
        finished.onFinished(file);

        assertThat(onlyFile()).isEqualTo(file);
    }

    @Test
    void aFileThatWasCompressedSinceItWasListedIsStillRead() throws IOException {
        FileSink sink = open(options());
        write(sink, 1);
        sink.close();
        Path listed = onlyFile();

        new EventFiles(dir, "files").compress(listed, true, () -> false);

        assertThat(seqs(listed)).containsExactly(1L);
    }

    @Test
    void theReasonOfAnEventThatCannotBeWrittenHoldsNothingTheVisitorSent() {
        BigDecimal unwritable = new BigDecimal("1") {
            @Override
            public String toPlainString() {
                throw new IllegalStateException("sent by a visitor");
            }
        };
        Dialect dialect = new FakeDialect() {
            @Override
            public Event decode(Envelope envelope) {
                return new Event.View(Context.EMPTY, new Item("a", null, unwritable, null));
            }
        };
        Kept kept = new Kept(1, START, Events.view("d1", "a"));

        open(options()).deliver(List.of(new Delivery(kept, Events.section(), dialect, "weir-")), results::add);

        assertThat(results).containsExactly(Result.refused(0, "cannot be written as JSON: IllegalStateException"));
    }

    @Test
    void oldestClosedFilesGoWhenTheyTakeTooMuchRoom() throws IOException {
        FileSink sink = open(options().maxBytes(1).keepBytes(1000));

        for (int seq = 1; seq <= 20; seq++) {
            write(sink, seq);
        }

        assertThat(allSeqs()).contains(20L).doesNotContain(1L);
    }

    @Test
    void allFilesAreKeptByDefault() throws IOException {
        FileSink sink = open(options().maxBytes(1));

        for (int seq = 1; seq <= 20; seq++) {
            write(sink, seq);
        }

        assertThat(allSeqs()).hasSize(20);
    }

    @Test
    void filesOfAnotherSinkInTheSameDirectoryAreLeftAlone() throws IOException {
        Path other = dir.resolve("files-eu-20260102T030405.678Z-1.ndjson");
        Files.writeString(other, "torn");

        open(options());

        assertThat(Files.readString(other)).isEqualTo("torn");
    }

    @Test
    void namesSortInOrderThoughTheClockWasSetBack() throws IOException {
        FileSink sink = open(options().maxBytes(1));
        write(sink, 1);
        nowMillis -= Duration.ofDays(1).toMillis();

        write(sink, 2);

        assertThat(names().get(1)).isEqualTo("files-20260102T030405.679Z-2.ndjson");
    }

    @Test
    void aFileThatCannotBeWrittenIsNotDelivered() throws IOException {
        Path replaced = dir.resolve("replaced");
        FileSink sink = open(new Options(replaced));
        Files.delete(replaced);
        Files.writeString(replaced, "a file");

        write(sink, 1);

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.UNPROCESSED);
    }

    @Test
    void aDirectoryThatWasDeletedIsMadeAgain() throws IOException {
        FileSink sink = open(new Options(dir.resolve("gone")));
        Files.delete(dir.resolve("gone"));

        write(sink, 1);

        assertThat(results).containsExactly(Result.DELIVERED);
    }

    @Test
    void theFileBeingWrittenIsNeverDeleted() throws IOException {
        FileSink first = open(options());
        write(first, 1, 2);
        first.close();

        FileSink second = open(options().keepBytes(1));
        write(second, 3);

        assertThat(allSeqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");

        assertThatThrownBy(() -> FileSink.open(FileSinkOptions.of("files", file), this::now))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("sinks.files.dir: " + file);
    }

    @Test
    void optionsSayWhatTheyExpect() {
        assertThatThrownBy(() -> options().maxBytes(0).build()).hasMessage("sinks.files.max-bytes: 0 (expected: > 0)");
    }

    @Test
    void inCompressedAndPlainFilesAStubStandsForEachErasedEventAndAllOthersStay() throws IOException {
        FileSink sink = open(options().maxBytes(1500));
        for (int seq = 1; seq <= 9; seq++) {
            write(sink, seq, seq % 3 == 0 ? PERSON : "d1");
        }
        assertThat(names()).anyMatch(name -> name.endsWith(".gz")).anyMatch(name -> name.endsWith(".ndjson"));
        List<String> before = allLines();

        assertThat(sink.erase(new DeviceTraces("shop", PERSON))).isEqualTo(3);

        List<String> after = allLines();
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i))
                    .isEqualTo(
                            before.get(i).contains(PERSON)
                                    ? "{\"seq\":" + (i + 1)
                                            + ",\"time\":\"2026-01-02T03:04:05.678Z\",\"section\":\"shop\",\"erased\":true}"
                                    : before.get(i));
        }
        assertThat(sink.erase(new DeviceTraces("shop", PERSON))).isZero();
    }

    @Test
    void afterAnErasureTheSinkGoesOnAndWritesNoLineTwice() throws IOException {
        FileSink sink = open(options());
        write(sink, 1, "d1");
        write(sink, 2, PERSON);
        write(sink, 3, "d1");
        sink.erase(new DeviceTraces("shop", PERSON));
        write(sink, 4, "d1");
        sink.close();

        FileSink next = open(options());
        next.resume(1);
        write(next, 1, 3, 4, 5);

        assertThat(allSeqs()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    private void write(FileSink sink, long seq, String device) {
        sink.deliver(List.of(Events.delivery(seq, START, Events.view(device, "p" + seq))), results::add);
        sink.flush();
    }

    /** In the order of their numbers. */
    private List<String> allLines() throws IOException {
        List<String> all = new ArrayList<>();
        for (String name : names()) {
            try (InputStream in = EventFiles.read(dir.resolve(name))) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(all::add);
            }
        }
        all.sort(Comparator.comparingInt(line -> Integer.parseInt(line.substring(7, line.indexOf(',')))));
        return all;
    }

    private FileSink open(Options options) {
        return open(options, Runnable::run);
    }

    private FileSink openPostponing(Options options) {
        return open(options, postponed::add);
    }

    private FileSink open(Options options, Executor executor) {
        FileSink sink = FileSink.open(options.build(), this::now, executor);
        opened.add(sink);
        return sink;
    }

    private void runPostponed() {
        List<Runnable> due = List.copyOf(postponed);
        postponed.clear();
        due.forEach(Runnable::run);
    }

    private Instant now() {
        return Instant.ofEpochMilli(nowMillis);
    }

    private void write(FileSink sink, long... seqs) {
        for (long seq : seqs) {
            deliver(sink, seq);
        }
        sink.flush();
    }

    private void deliver(FileSink sink, long seq) {
        Delivery delivery = Events.delivery(seq, START, Events.view("d1", "p" + seq));
        sink.deliver(List.of(delivery), results::add);
    }

    private Options options() {
        return new Options(dir);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path onlyFile() throws IOException {
        assertThat(names()).hasSize(1);
        return dir.resolve(names().get(0));
    }

    private List<Long> allSeqs() throws IOException {
        List<Long> all = new ArrayList<>();
        for (String name : names()) {
            all.addAll(seqs(dir.resolve(name)));
        }
        return all;
    }

    private static List<Long> seqs(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = EventFiles.read(file)) {
            in.transferTo(bytes);
        }
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> Long.parseLong(line.substring(7, line.indexOf(','))))
                .toList();
    }

    private static final class Options {

        private final Path dir;
        private long maxBytes = FileSinkOptions.DEFAULT_MAX_BYTES;
        private boolean gzip = true;
        private Long keepBytes;

        Options(Path dir) {
            this.dir = dir;
        }

        Options maxBytes(long bytes) {
            maxBytes = bytes;
            return this;
        }

        Options keepBytes(long bytes) {
            keepBytes = bytes;
            return this;
        }

        Options plain() {
            gzip = false;
            return this;
        }

        FileSinkOptions build() {
            return new FileSinkOptions("files", dir, maxBytes, FileSinkOptions.DEFAULT_MAX_AGE, gzip, keepBytes, null);
        }
    }
}
