package dev.weir.relay.deadletter;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.deadletter.LetterInspector.State;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** The dead letters of one sink over the lives of servers, and the people who look at them and ask for things. */
final class Desk {

    static final String SINK = "vendor";
    static final Bounds SMALL = new Bounds(2000, 20_000, 400);

    private final Path dir;
    private final Bounds bounds;
    private long millis = 2000;
    private int requests;
    /** Changes of files until the process dies; less than 0 if it does not. */
    private long changesLeft = -1;

    private final List<String> changes = new ArrayList<>();
    private DeadLetterFile letters;

    Desk(Path dir, Bounds bounds) {
        this.dir = dir;
        this.bounds = bounds;
        reopen();
    }

    /** What the server does. */
    DeadLetterFile letters() {
        return letters;
    }

    /** Another server begins, without the one before it having ended well. */
    void reopen() {
        letters = DeadLetterFile.open(dir, SINK, () -> Instant.ofEpochMilli(millis), bounds, this::onChange);
    }

    /** The process dies instead of making the change after so many. */
    void dieAfter(long changes) {
        changesLeft = changes;
    }

    /** The changes of files since this was last asked. */
    List<String> changes() {
        List<String> made = List.copyOf(changes);
        changes.clear();
        return made;
    }

    void surviveAll() {
        changesLeft = -1;
    }

    /** Takes letters to be sent again, at a moment at which the server looks what people ask for. */
    List<Long> look(int most) {
        millis += 1000;
        return letters.takeReplays(most).stream().map(Kept::seq).toList();
    }

    boolean refuse(long seq) {
        return letters.tryAppend(refused(seq));
    }

    void refuseAndSync(long... seqs) {
        LongStream.of(seqs).forEach(this::refuse);
        letters.sync();
    }

    void askReplay(long... seqs) {
        ask(among(seqs), false);
    }

    void askDrop(long... seqs) {
        ask(among(seqs), true);
    }

    void askReplayOfAll() {
        ask(seq -> true, false);
    }

    /** As the command does it. */
    void ask(LongPredicate seqs, boolean isDrop) {
        LetterNumbers chosen = new LetterNumbers();
        try {
            LetterNumbers repeated = inspector(new ArrayList<>()).read((letter, state, where) -> {
                if (seqs.test(letter.seq())) {
                    chosen.add(letter.number(), letter.number());
                }
            });
            write(isDrop ? LetterRequest.drop(chosen, repeated) : LetterRequest.replay(chosen, repeated));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(LetterRequest request) throws IOException {
        Path file = LetterRequest.file(dir, SINK, millis, requests++);
        Path half = Files.write(file.resolveSibling("half"), request.toLines());
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The events with a letter, and what is to be done with them. */
    TreeMap<Long, State> states() {
        TreeMap<Long, State> states = new TreeMap<>();
        read(new ArrayList<>(), (letter, state, where) -> states.put(letter.seq(), state));
        return states;
    }

    KeptLetter letter(long seq) {
        List<KeptLetter> found = new ArrayList<>();
        read(new ArrayList<>(), (letter, state, where) -> {
            if (letter.seq() == seq) {
                found.add(letter);
            }
        });
        if (found.size() != 1) {
            throw new AssertionError(found);
        }
        return found.get(0);
    }

    /** What cannot be read; without the folder. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        read(wrong, (letter, state, where) -> {});
        return wrong.stream().map(each -> each.replace(dir + "/", "")).toList();
    }

    long bytesOf(String glob) throws IOException {
        long bytes = 0;
        try (var files = Files.newDirectoryStream(dir, glob)) {
            for (Path file : files) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    List<String> names() throws IOException {
        try (var files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static DeadLetter refused(long seq) {
        return refused(kept(seq));
    }

    static DeadLetter refused(Kept kept) {
        return new DeadLetter(
                kept.seq(),
                kept.seq(),
                2000 + kept.seq(),
                Reason.REFUSED,
                400,
                "status 400",
                "no",
                kept,
                new FakeDialect());
    }

    static Kept kept(long seq) {
        return new Kept(seq, 1000 + seq, Events.view("d1", "a" + seq));
    }

    private static LongPredicate among(long... seqs) {
        return seq -> LongStream.of(seqs).anyMatch(each -> each == seq);
    }

    private void read(List<String> wrong, LetterInspector.Visitor visitor) {
        try {
            inspector(wrong).read(visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LetterInspector inspector(List<String> wrong) {
        return LetterInspector.of(dir, SINK, wrong::add);
    }

    private void onChange(String change) {
        changes.add(change);
        if (changesLeft == 0) {
            throw new Died();
        }
        if (changesLeft > 0) {
            changesLeft--;
        }
    }

    /** The process is no more. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1;
    }
}
