package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.identity.IdKeys;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.deadletter.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that outlives a process, and the script by which things happen to it. */
final class World implements AutoCloseable {

    private static final int MAX_LIVES = 5;
    private static final int MAX_STEPS = 20;
    private static final int MAX_BURST = 12;
    private static final int MAX_BATCHES = 4;
    private static final String FIRST_FILE = "00000000000000000001.journal";
    private static final int ENOUGH_STEPS = 5000;

    final VirtualTime time = new VirtualTime();
    final Ledger ledger = new Ledger();
    final Random random;
    final IdKeys keys;
    final List<Destination> destinations;
    final Path dir;
    private final Random script;
    private final Census census;
    private final Function<Random, Death> deaths;
    private final Map<String, LetterBox> letters = new HashMap<>();
    private long sent;
    private @Nullable Life current;

    /** @param deaths draws the death of a process from the script's random source */
    World(long seed, Function<Random, Death> deaths, Census census) throws IOException {
        this.deaths = deaths;
        this.census = census;
        script = new Random(seed);
        random = new Random(script.nextLong());
        keys = IdKeys.generate(random);
        destinations = List.of(new FilesModel(script.nextLong()), new VendorModel(script.nextLong()));
        destinations.forEach(each -> letters.put(each.name(), new LetterBox()));
        dir = Files.createTempDirectory("weir-simulation");
    }

    /** Some lives that end in a crash, and a last one that delivers everything and ends in order. */
    void run() {
        int lives = 1 + script.nextInt(MAX_LIVES);
        for (int i = 0; i < lives; i++) {
            Life life = begin(deaths.apply(script));
            live(life);
            census.onDeath(life.causeOfDeath());
            life.crash();
        }
        Life last = begin(Death.none());
        live(last);
        finish(last);
        last.close();
        Life after = begin(Death.none());
        after.settle();
        assertThat(after.pending()).as("pending after an orderly end").isZero();
        after.close();
        requireComplete();
        takeCensus();
    }

    Destination destination(String name) {
        return destinations.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    LetterBox letters(Destination destination) {
        return letters.get(destination.name());
    }

    /** What a sink's books say is what happened. */
    void requireTrue(Destination destination, Cursor books) {
        ledger.requireTrue(destination.name(), books, destination);
    }

    /** And what was given up is kept. */
    void requireTrueAndKept(Destination destination, Cursor saved) {
        requireTrue(destination, saved);
        assertThat(letters(destination).seqs())
                .as("dead letters of %s on disk", destination.name())
                .containsAll(refused(destination, saved.nextSeq() - 1));
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.crash();
        }
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private Life begin(Death death) {
        current = Life.begin(this, death);
        return current;
    }

    private void live(Life life) {
        int steps = script.nextInt(MAX_STEPS);
        for (int i = 0; i < steps && !life.isOver(); i++) {
            switch (script.nextInt(6)) {
                case 0, 1 -> life.send(burst(), batches(), burst());
                case 2 -> life.answerSome();
                case 3 -> time.pass(Duration.ofMillis(1 + script.nextInt(300)));
                default -> life.settle();
            }
        }
    }

    private List<Request> burst() {
        List<Request> burst = new ArrayList<>();
        for (int left = 1 + script.nextInt(MAX_BURST); left > 0; left--) {
            burst.add(Request.random(++sent, script));
        }
        return burst;
    }

    private List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        for (int left = script.nextInt(MAX_BATCHES); left > 0; left--) {
            Batch batch = Batch.random(sent + 1, script);
            sent += batch.events();
            batches.add(batch);
        }
        return batches;
    }

    private void finish(Life life) {
        destinations.forEach(Destination::getWell);
        life.settle();
        for (int i = 0; life.pending() > 0; i++) {
            assertThat(i).as("steps until all is delivered").isLessThan(ENOUGH_STEPS);
            life.answerSome();
            time.pass(Duration.ofMillis(50));
            life.settle();
        }
    }

    private void requireComplete() {
        ledger.requirePromisesKept();
        for (Destination destination : destinations) {
            destination.requireComplete(ledger);
            assertThat(letters(destination).seqs())
                    .as("dead letters of %s", destination.name())
                    .isEqualTo(refused(destination, ledger.lastSeq()));
            assertThat(letters(destination).reasons()).isSubsetOf(DeadLetter.Reason.REFUSED);
        }
    }

    private void takeCensus() {
        ledger.countInto(census);
        for (Destination destination : destinations) {
            census.count(
                    destination.name() + " dead letters",
                    letters(destination).seqs().size());
            census.count(destination.name() + " repeats", destination.repeats());
        }
        census.count("first journal file deleted", Files.exists(dir.resolve(FIRST_FILE)) ? 0 : 1);
    }

    private TreeSet<Long> refused(Destination destination, long lastSeq) {
        TreeSet<Long> refused = new TreeSet<>();
        for (long seq = 1; seq <= lastSeq; seq++) {
            if (ledger.entry(seq).isOwedTo(destination.name()) && destination.refuses(seq)) {
                refused.add(seq);
            }
        }
        return refused;
    }
}
