package dev.weir.relay.deadletter;

import dev.weir.event.Envelope;
import dev.weir.event.Traces;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.Replays.UnderWay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sink's letters and what became of them, from when the files were read until a write fails: then it is to be {@link
 * #abandon abandoned}, and the files are to be read again. What became of a letter goes to the ledger only after every letter
 * taken before is on disk, for one of them may be what is left of it. Confined to one thread.
 */
final class LetterBooks {

    private static final Logger LOG = LoggerFactory.getLogger(LetterBooks.class);
    /** A file is written anew, when room is needed, if at least this part of its letters is settled. */
    private static final int WORTH_SHRINKING = 8;

    private final LetterFolder folder;
    private final Bounds bounds;
    private final LetterFiles letters;
    private final Ledger ledger;
    private final RequestInbox inbox;
    private final Replays replays;
    private final Fates fates;
    /** What is to be told to the ledger. */
    private final Map<Fate, LetterNumbers> untold = new EnumMap<>(Fate.class);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    private boolean mayFreeSpace = true;
    private boolean mayDelete = true;

    private LetterBooks(LetterFolder folder, Bounds bounds, LetterFiles letters, Fates fates) {
        this.folder = folder;
        this.bounds = bounds;
        this.letters = letters;
        this.fates = fates;
        this.ledger = new Ledger(folder, bounds.ledgerBytes());
        this.inbox = new RequestInbox(folder);
        this.replays = new Replays(folder.sink(), letters);
    }

    /** @param next the lowest number that a new letter may have */
    static LetterBooks read(LetterFolder folder, Bounds bounds, long next) throws IOException {
        for (Path unfinished : folder.temporaries()) {
            folder.delete(unfinished);
        }
        LetterFiles letters = LetterFiles.read(folder, bounds.fileBytes());
        Fates fates = Ledger.read(
                folder.ledger(), wrong -> LOG.error("sink={} ledger line passed over: {}", folder.sink(), wrong));
        LetterBooks books = new LetterBooks(folder, bounds, letters, fates);
        books.findEndedReplays();
        fates.atLeast(next);
        fates.atLeast(letters.highest() + 1);
        // A power cut may take a letter, not a request for it: its number must not become another's.
        fates.atLeast(books.inbox.read().request().highest() + 1);
        books.beginAnew();
        return books;
    }

    /** A number that no letter has had. */
    long next() {
        return fates.next();
    }

    /** Whatever was given to the relay, and not ended, is to be given again. */
    void beginAnew() {
        replays.beginAnew(fates.asked());
    }

    boolean tryAppend(DeadLetter letter) throws IOException {
        UnderWay replay = replays.endedBy(letter);
        if (replay != null && replay.isSettled()) {
            replays.end(letter.seq());
            return true;
        }
        long number = fates.next();
        line.reset();
        if (replay == null) {
            LetterLine.write(line, letter, number, 1, LetterNumbers.NONE);
        } else {
            LetterLine.write(line, letter, number, replay.attempts() + 1, replay.number());
        }
        if (!hasRoom(replay != null)) {
            return false;
        }
        letters.append(letter, number, line.toByteArray());
        fates.atLeast(number + 1);
        if (replay != null) {
            replays.end(letter.seq());
            settle(Fate.REFUSED_AGAIN, LetterNumbers.of(replay.number()));
        }
        return true;
    }

    void onReplayed(long seq) {
        UnderWay replay = replays.end(seq);
        if (replay != null && !replay.isSettled()) {
            settle(Fate.REPLAYED, LetterNumbers.of(replay.number()));
        }
    }

    void sync() throws IOException {
        letters.force();
        if (!untold.isEmpty()) {
            ledger.append(fates.next(), untold);
            untold.clear();
        }
        deleteSettled();
        if (ledger.isLarge()) {
            fates.keepOnly(letters);
            ledger.shorten(fates);
        }
    }

    /** Takes what people ask for into the ledger. Nothing is changed when it throws. To be called after {@link #sync()}. */
    void heed() throws IOException {
        replays.onLook();
        RequestInbox.Mail mail = inbox.read();
        if (mail.files().isEmpty()) {
            return;
        }
        LetterRequest request = mail.request();
        Map<Fate, LetterNumbers> news = new EnumMap<>(Fate.class);
        LetterNumbers dropped = open(request.drop());
        LetterNumbers repeated = open(request.repeated()).without(dropped);
        put(news, Fate.DROPPED, dropped);
        put(news, Fate.REPEATED, repeated);
        LetterNumbers asked = open(request.replay()).without(fates.asked());
        put(news, Fate.ASKED, asked.without(dropped).without(repeated));
        if (!news.isEmpty()) {
            ledger.append(fates.next(), news);
            news.forEach(this::onHeeded);
        }
        for (Path heeded : mail.files()) {
            folder.delete(heeded);
        }
        deleteSettled();
    }

    /** Letters to be sent again, those written first before others. What cannot be read now waits for the next look. */
    List<Kept> takeReplays(int most) {
        return replays.take(most, number -> {
            tell(Fate.UNASKED, LetterNumbers.of(number));
            fates.apply(Fate.UNASKED, LetterNumbers.of(number));
        });
    }

    /** Brings the event of every letter that has one. */
    void readAll(Consumer<Envelope> visitor) throws IOException {
        for (NumberedFile file : letters.all()) {
            try (LineReader lines = LineReader.open(file.path())) {
                while (lines.next()) {
                    Envelope envelope = ErasedLetters.envelope(lines);
                    if (envelope != null) {
                        visitor.accept(envelope);
                    }
                }
            }
        }
    }

    /** Takes a person's letters out of the files, settled or not; first they are dropped, so that no number is given again. */
    long erase(Traces traces) throws IOException {
        sync();
        letters.refresh();
        ErasedLetters erased = new ErasedLetters(traces);
        for (NumberedFile file : letters.all()) {
            erased.look(file);
        }
        LetterNumbers dropped = open(erased.numbers());
        if (!dropped.isEmpty()) {
            ledger.append(fates.next(), Map.of(Fate.DROPPED, dropped));
            onHeeded(Fate.DROPPED, dropped);
        }
        replays.close();
        for (NumberedFile file : erased.files()) {
            letters.leaveOut(file, erased::isOf);
        }
        return erased.count();
    }

    void abandon() {
        letters.abandon();
        ledger.abandon();
        replays.close();
    }

    void close() throws IOException {
        try {
            sync();
        } finally {
            replays.close();
            ledger.close();
            letters.close();
        }
    }

    private void onHeeded(Fate fate, LetterNumbers numbers) {
        fates.apply(fate, numbers);
        if (fate == Fate.ASKED) {
            replays.ask(numbers);
        } else {
            replays.settle(numbers);
            mayFreeSpace = true;
            mayDelete = true;
        }
        LOG.info("sink={} dead-letters={} count={}", folder.sink(), fate.label(), numbers.count());
    }

    private void settle(Fate fate, LetterNumbers numbers) {
        tell(fate, numbers);
        fates.apply(fate, numbers);
        mayFreeSpace = true;
        mayDelete = true;
    }

    private void tell(Fate fate, LetterNumbers numbers) {
        untold.computeIfAbsent(fate, none -> new LetterNumbers()).addAll(numbers);
    }

    /** Those that are in a file and not settled. */
    private LetterNumbers open(LetterNumbers numbers) {
        return letters.among(numbers).without(fates.settled());
    }

    private static void put(Map<Fate, LetterNumbers> news, Fate fate, LetterNumbers numbers) {
        if (!numbers.isEmpty()) {
            news.put(fate, numbers);
        }
    }

    /** A crash may have come after a letter that ends a replay, and before the ledger was told. */
    private void findEndedReplays() throws IOException {
        if (fates.asked().isEmpty()) {
            return;
        }
        long known = fates.next();
        for (NumberedFile file : letters.all()) {
            if (file.last() < known) {
                continue;
            }
            try (LineReader lines = LineReader.open(file.path())) {
                while (lines.next()) {
                    long replaced = replacedBy(lines, known);
                    if (replaced != LetterNumbers.NONE && fates.asked().contains(replaced)) {
                        settle(Fate.REFUSED_AGAIN, LetterNumbers.of(replaced));
                    }
                }
            }
        }
    }

    private static long replacedBy(LineReader line, long known) {
        try {
            LetterLine.Head head = LetterLine.headOf(line);
            return head.number() < known ? LetterNumbers.NONE : head.replaces();
        } catch (IllegalArgumentException unreadable) {
            return LetterNumbers.NONE;
        }
    }

    private boolean hasRoom(boolean endsReplay) throws IOException {
        long bound = bounds.totalBytes() + (endsReplay ? bounds.fileBytes() : 0) - line.size();
        if (letters.bytes() <= bound) {
            return true;
        }
        letters.refresh();
        if (letters.bytes() > bound && mayFreeSpace) {
            sync();
            mayFreeSpace = false;
            for (NumberedFile file : letters.all()) {
                if (letters.bytes() > bound && isWorthShrinking(file)) {
                    shrink(file);
                }
            }
        }
        return letters.bytes() <= bound;
    }

    private boolean isWorthShrinking(NumberedFile file) {
        long settled = fates.settled().countWithin(file.first(), file.last());
        return settled > 0 && settled >= (file.last() - file.first()) / WORTH_SHRINKING;
    }

    /** Deletes files of which every letter is settled. That they are is in the ledger. */
    private void deleteSettled() {
        if (!mayDelete) {
            return;
        }
        mayDelete = false;
        for (NumberedFile file : letters.all()) {
            if (file.isWithin(fates.settled())) {
                shrink(file);
            }
        }
    }

    private void shrink(NumberedFile file) {
        try {
            replays.close();
            letters.shrink(file, fates.settled());
        } catch (IOException e) {
            LOG.warn("sink={} file={} stays as it is: {}", folder.sink(), file.path(), e.toString());
        }
    }
}
