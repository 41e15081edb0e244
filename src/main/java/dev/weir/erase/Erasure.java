package dev.weir.erase;

import dev.weir.event.Envelope;
import dev.weir.event.KeptEvents;
import dev.weir.event.Traces;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.file.ErasedEntries;
import dev.weir.journal.file.FileJournal;
import dev.weir.relay.Relay.RestAction;
import dev.weir.state.StateKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases persons, one at a time, as the package's page tells. Safe for many threads. */
public final class Erasure {

    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

    private final Setup setup;
    private final PendingErasure pending;
    private final ReceiptFolder receipts;

    /** @throws IOException if the folder for receipts cannot be made */
    public Erasure(Setup setup) throws IOException {
        Path dir = setup.data().resolve("erasures");
        Files.createDirectories(dir);
        this.setup = setup;
        this.pending = new PendingErasure(dir);
        this.receipts = new ReceiptFolder(dir, setup.random());
    }

    /** Whether there is something to be finished in a data folder. */
    public static boolean isPending(Path data) {
        return Files.exists(data.resolve("erasures").resolve("pending"));
    }

    /**
     * Erases a person. Takes as long as to read everything some six times, while which sinks do nothing.
     *
     * @throws IOException if it could not be finished: what was begun is finished at the next start, or by the next call
     */
    public synchronized Receipt erase(Person person) throws IOException, InterruptedException {
        finish();
        @Nullable Receipt[] receipt = new Receipt[1];
        setup.quiet().whileAtRest(underWay -> receipt[0] = erase(find(person), underWay));
        return written(receipt[0]);
    }

    /** Finishes what was cut short; null if there is nothing. */
    public synchronized @Nullable Receipt finish() throws IOException, InterruptedException {
        KnownPerson known = pending.load();
        if (known == null) {
            return null;
        }
        LOG.info("erasure that was cut short is finished now: section={}", known.section());
        @Nullable Receipt[] receipt = new Receipt[1];
        setup.quiet().whileAtRest(underWay -> receipt[0] = erase(known, underWay));
        return written(receipt[0]);
    }

    private static Receipt written(@Nullable Receipt receipt) {
        if (receipt == null) {
            throw new IllegalStateException("no receipt was written");
        }
        return receipt;
    }

    private KnownPerson find(Person person) throws IOException {
        KnownPerson known = new KnownPerson(person);
        long upTo = setup.journal().lastSeq();
        if (person.kind() != Person.Kind.DEVICE) {
            for (boolean[] isNew = {true}; isNew[0]; ) {
                isNew[0] = false;
                readAll(upTo, envelope -> isNew[0] |= known.learnDevice(envelope));
            }
            readAll(upTo, known::learnDoubt);
            known.forgetAmbiguousDevices();
        }
        readAll(upTo, known::learnTheRest);
        readAll(upTo, known::learnOthers);
        known.forgetOthersSessions();
        return known;
    }

    private Receipt erase(KnownPerson known, Map<String, Integer> underWay) throws IOException, InterruptedException {
        pending.save(known);
        String time = setup.clock().instant().truncatedTo(ChronoUnit.MILLIS).toString();
        long upTo = setup.journal().lastSeq();
        SinkCounts counts = new SinkCounts(setup.sinks(), setup.journal().cursors()::load);
        ErasedEntries journal = setup.journal().erase(known, upTo, counts::onErased);
        Map<String, Long> letters = eraseIn(setup.letters(), known);
        Map<String, Long> lines = eraseIn(setup.lines(), known);
        long state = setup.state().erase(known);
        setup.memory().accept(known);
        pending.delete();
        long[] left = {0};
        long[] later = {0};
        readAll(Long.MAX_VALUE, (envelope, seq) -> {
            if (!known.isOf(envelope)) {
                known.learnShared(envelope);
            } else if (seq > upTo) {
                later[0]++;
            } else {
                left[0]++;
            }
        });
        FileSearch search = search(known, later[0] > 0);
        Receipt receipt = new Receipt(
                time,
                known.section(),
                known.person().kind().label(),
                receipts.hashed(known.person()),
                upTo,
                later[0],
                journal.events(),
                journal.gaps(),
                journal.quarantined(),
                state,
                letters,
                lines,
                counts.toSinks(underWay),
                known.sharedValues(),
                known.leftOut(),
                List.copyOf(known.ambiguous()),
                search.files(),
                search.unreadable(),
                left[0] + search.hits() + setup.journal().search(known, upTo));
        receipts.save(receipt);
        LOG.info(
                "erased section={} journal={} clean={}", receipt.section(), receipt.journalEvents(), receipt.isClean());
        return receipt;
    }

    /** State may know the person again, of events accepted since. */
    private FileSearch search(KnownPerson known, boolean isStateLater) throws IOException {
        FileSearch search = new FileSearch(known);
        Path state = setup.data().resolve("state");
        Path data = setup.data();
        search.search(
                data,
                file -> !file.toString().endsWith(".journal")
                        && !setup.journal().isLock(file)
                        && !(isStateLater && file.startsWith(state)));
        for (Path folder : setup.folders()) {
            if (!folder.toAbsolutePath()
                    .normalize()
                    .startsWith(data.toAbsolutePath().normalize())) {
                search.search(folder, file -> !setup.journal().isLock(file));
            }
        }
        return search;
    }

    private static Map<String, Long> eraseIn(Map<String, KeptEvents> places, KnownPerson known) throws IOException {
        Map<String, Long> erased = new TreeMap<>();
        for (Map.Entry<String, KeptEvents> place : places.entrySet()) {
            erased.put(place.getKey(), place.getValue().erase(known));
        }
        return erased;
    }

    private void readAll(long upTo, Consumer<Envelope> visitor) throws IOException {
        readAll(upTo, (envelope, seq) -> visitor.accept(envelope));
    }

    /** The number of what is not in the journal is 0. */
    private void readAll(long upTo, ObjLongConsumer<Envelope> visitor) throws IOException {
        try (JournalReader reader = setup.journal().reader(1)) {
            for (Entry entry = reader.poll(); entry != null && entry.seq() <= upTo; entry = reader.poll()) {
                if (entry instanceof Entry.Kept kept) {
                    visitor.accept(kept.envelope(), kept.seq());
                }
            }
        }
        List<KeptEvents> places = new ArrayList<>(setup.letters().values());
        places.addAll(setup.lines().values());
        for (KeptEvents place : places) {
            place.readAll(envelope -> visitor.accept(envelope, 0));
        }
    }

    /** Runs something while no sink does anything. */
    @FunctionalInterface
    public interface Quiet {
        void whileAtRest(RestAction action) throws IOException, InterruptedException;
    }

    /**
     * Where events are.
     *
     * @param data the folder of all that is Weir's own
     * @param letters by sink, also of sinks that are no longer in the config
     * @param lines by sink
     * @param folders that are searched besides
     * @param sinks of which the receipt tells
     * @param memory forgets what it has shown to people, and is on no disk
     * @param random makes the key of receipts: it must not be predictable
     */
    public record Setup(
            Path data,
            FileJournal journal,
            StateKeeper state,
            Map<String, KeptEvents> letters,
            Map<String, KeptEvents> lines,
            List<Path> folders,
            List<String> sinks,
            Consumer<Traces> memory,
            Quiet quiet,
            InstantSource clock,
            RandomGenerator random) {}

    /** How many of the erased events each sink had settled. */
    private static final class SinkCounts {
        private final List<String> sinks;
        private final List<Cursor> cursors;
        private final long[] settled;
        private long erased;

        SinkCounts(List<String> sinks, Function<String, Cursor> cursors) {
            this.sinks = sinks;
            this.cursors = sinks.stream().map(cursors).toList();
            this.settled = new long[sinks.size()];
        }

        void onErased(long seq) {
            erased++;
            for (int i = 0; i < settled.length; i++) {
                settled[i] += seq < cursors.get(i).nextSeq() ? 1 : 0;
            }
        }

        List<Receipt.OfSink> toSinks(Map<String, Integer> underWay) {
            List<Receipt.OfSink> all = new ArrayList<>();
            for (int i = 0; i < settled.length; i++) {
                String sink = sinks.get(i);
                all.add(new Receipt.OfSink(sink, settled[i], erased - settled[i], underWay.getOrDefault(sink, 0)));
            }
            return all;
        }
    }
}
