package dev.weir.server;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
import dev.weir.dialect.pagent.Pagent;
import dev.weir.event.Section;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.key.ApiKeys;
import dev.weir.journal.Journal;
import dev.weir.journal.ReleasePoint;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.JournalInspector;
import dev.weir.journal.kafka.KafkaJournal;
import dev.weir.journal.kafka.KafkaJournalOptions;
import dev.weir.server.config.Dialects;
import dev.weir.server.config.WeirConfig;
import dev.weir.state.StateKeeper;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept below {@code data}, and what it takes to read that: the journal, the state that is built from it, the keys, and the
 * dialects. Opened in the order in which they need each other, first the journal, since it locks the data: what follows is one
 * process's alone.
 *
 * @param files the journal, if it is in files; null if it is many machines'
 * @param idKeys make and check ids
 * @param apiKeys those of Weir's own
 * @param current the config, as it changes
 * @param urls of Gravity Field's choices
 * @param releasePoint what of the journal nobody needs any longer
 */
record Stores(
        Journal journal,
        @Nullable FileJournal files,
        IdKeys idKeys,
        ApiKeys apiKeys,
        LiveConfig current,
        EngagementUrls urls,
        List<Dialect> dialects,
        ReleasePoint releasePoint,
        StateKeeper state) {

    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    private static final String DRAINING_START =
            "a start with journal.kafka.spill: true that takes events, which delivers it";

    /**
     * Opens them.
     *
     * @param takesEvents whether the process does, and not merely delivers what others take
     * @throws StartException if the data is another process's, or cannot be read or written
     */
    static Stores open(Basis basis, boolean takesEvents) throws StartException {
        WeirConfig config = basis.config();
        FileJournal files = config.kafka() == null ? basis.closing().add(files(basis)) : null;
        Journal journal = files == null ? basis.closing().add(kafka(basis, takesEvents)) : files;
        IdKeys idKeys = new IdKeyFile(config.data()).loadOrCreate(basis.random());
        ApiKeys apiKeys = apiKeys(basis);
        LiveConfig current = new LiveConfig(config, apiKeys, basis.random());
        EngagementUrls urls = new EngagementUrls(
                new EngagementKeyFile(config.data()).loadOrCreate(basis.random()),
                Outlets.vendors(config, GravityField.LABEL));
        List<Dialect> dialects = Dialects.all(urls);
        // Before any relay, which would let the journal forget what the state has not seen.
        ReleasePoint releasePoint = new ReleasePoint(journal);
        StateKeeper state = basis.closing()
                .add(state(new StateKeeper.Setup(
                        config.data().resolve("state"),
                        config.state(),
                        journal,
                        releasePoint,
                        byLabel(dialects)::get,
                        section -> takesConversions(current.sections().byName(section)),
                        basis.clock(),
                        basis.steadyClock(),
                        basis.nanoTime(),
                        basis.random(),
                        basis.registry())));
        return new Stores(journal, files, idKeys, apiKeys, current, urls, dialects, releasePoint, state);
    }

    Map<String, Dialect> dialectsByLabel() {
        return byLabel(dialects);
    }

    /** Also then the data is one process's alone. */
    private static Journal kafka(Basis basis, boolean takesEvents) throws StartException {
        WeirConfig config = basis.config();
        KafkaJournalOptions kafka = Objects.requireNonNull(config.kafka());
        try {
            basis.closing().add(FileJournal.lock(config.journal().dir()));
            tellIfOwed(config.journal().dir(), "a start with journal.type: file before, which delivers it");
            boolean hasSpill = takesEvents && kafka.spillAfter() != null;
            if (!hasSpill) {
                tellIfOwed(
                        config.spill().dir(),
                        "a start with journal.kafka.spill: true that takes events, which delivers it");
            }
            return KafkaJournal.open(
                    hasSpill ? kafka : kafka.withSpillAfter(null),
                    hasSpill ? basis.closing().add(SpillFiles.open(basis)) : null,
                    basis.clock(),
                    basis.nanoTime(),
                    basis.random(),
                    basis.registry());
        } catch (IOException failure) {
            throw unusable(config, failure);
        }
    }

    private static void tellIfOwed(Path dir, String expectation) {
        if (JournalInspector.isJournal(dir)) {
            LOG.warn("journal dir={}: what may be owed there is not delivered (expected: {})", dir, expectation);
        }
    }

    private static FileJournal files(Basis basis) throws StartException {
        WeirConfig config = basis.config();
        tellIfOwed(config.spill().dir(), DRAINING_START);
        try {
            return FileJournal.open(
                    config.journal(),
                    basis.clock(),
                    basis.steadyClock(),
                    basis.nanoTime(),
                    basis.random(),
                    basis.registry());
        } catch (IOException failure) {
            throw unusable(config, failure);
        }
    }

    private static StartException unusable(WeirConfig config, IOException failure) {
        String reason = failure instanceof FileSystemException
                ? "data: " + config.data() + " (expected: a folder that can be made and written): " + failure
                : String.valueOf(failure.getMessage());
        return new StartException(1, reason, failure);
    }

    private static StateKeeper state(StateKeeper.Setup setup) throws StartException {
        try {
            return StateKeeper.open(setup);
        } catch (IOException failure) {
            throw new StartException(
                    1, setup.dir() + " (expected: a folder that can be made and written): " + failure, failure);
        }
    }

    /** Only these have use for a memory of sessions. */
    private static boolean takesConversions(@Nullable Section known) {
        return known != null && known.keys().containsKey(Pagent.LABEL);
    }

    private static Map<String, Dialect> byLabel(List<Dialect> dialects) {
        return dialects.stream().collect(Collectors.toMap(Dialect::label, Function.identity()));
    }

    private static ApiKeys apiKeys(Basis basis) throws StartException {
        ApiKeys own = new ApiKeys(basis.clock(), basis.random(), basis.registry());
        basis.closing().add(ApiKeyWatch.start(new ApiKeyFile(basis.config().data()), own, basis.clock()));
        return own;
    }
}
