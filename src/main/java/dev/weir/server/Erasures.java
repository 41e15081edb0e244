package dev.weir.server;

import dev.weir.erase.Erasure;
import dev.weir.erase.Person;
import dev.weir.event.KeptEvents;
import dev.weir.event.Section;
import dev.weir.event.Traces;
import dev.weir.journal.file.FileJournal;
import dev.weir.relay.Relay.Outlet;
import dev.weir.relay.deadletter.DeadLetterFile;
import dev.weir.relay.deadletter.LetterInspector;
import dev.weir.relay.sink.file.FileSink;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import dev.weir.state.StateKeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells an erasure where events are. */
final class Erasures {

    /** Why there is none. */
    static final String WITH_KAFKA =
            "erase: with journal.type: kafka (expected: journal.type: file; a topic's records cannot"
                    + " be taken out, and are gone with its retention)";

    private Erasures() {}

    /** Why this is nobody who could be erased, or null: a key of the section's stands in every request. */
    static @Nullable String refusal(@Nullable Section section, Person person) {
        boolean isKey = section != null
                && person.kind() == Person.Kind.DEVICE
                && section.keys().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(key -> person.value().equals(key.id())
                                || person.value().equals(key.secret()));
        return isKey ? "did: a key of the section (expected: a device's id)" : null;
    }

    /** Beside a relay, whose sinks and letters are in its outlets. */
    static Erasure open(
            WeirConfig config,
            FileJournal journal,
            StateKeeper state,
            List<Outlet> outlets,
            Closing closing,
            Consumer<Traces> memory,
            Erasure.Quiet quiet)
            throws StartException {
        Map<String, KeptEvents> letters = new TreeMap<>();
        Map<String, KeptEvents> lines = new TreeMap<>();
        for (Outlet outlet : outlets) {
            String name = outlet.sink().name();
            if (outlet.deadLetters() instanceof KeptEvents kept) {
                letters.put(name, kept);
            }
            if (outlet.sink() instanceof KeptEvents kept) {
                lines.put(name, kept);
            }
        }
        return open(config, journal, state, letters, lines, closing, memory, quiet);
    }

    /** Where nobody delivers. */
    static Erasure offline(WeirConfig config, FileJournal journal, StateKeeper state, Closing closing)
            throws StartException {
        Map<String, KeptEvents> letters = new TreeMap<>();
        Map<String, KeptEvents> lines = new TreeMap<>();
        for (SinkConfig sink : config.sinks()) {
            letters.put(
                    sink.name(),
                    closing.add(DeadLetterFile.open(Outlets.deadLetters(config), sink.name(), SystemTime.wallClock())));
            if (sink instanceof SinkConfig.File file) {
                lines.put(sink.name(), closing.add(FileSink.open(file.options(), SystemTime.wallClock())));
            }
        }
        return open(config, journal, state, letters, lines, closing, Erasures::nothing, action -> action.run(Map.of()));
    }

    /** Does what a crash cut short, before a relay has anything. */
    static void finish(WeirConfig config, FileJournal journal, StateKeeper state, List<Outlet> outlets)
            throws StartException {
        try (Closing opened = new Closing()) {
            open(config, journal, state, outlets, opened, Erasures::nothing, action -> action.run(Map.of()))
                    .finish();
        } catch (IOException failure) {
            throw failed(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(interrupted);
        }
    }

    /** Nobody has been shown anything yet. */
    private static void nothing(Traces person) {}

    static StartException failed(Exception failure) {
        return new StartException(1, "erase: could not be finished, and is to be run again: " + failure, failure);
    }

    private static Erasure open(
            WeirConfig config,
            FileJournal journal,
            StateKeeper state,
            Map<String, KeptEvents> letters,
            Map<String, KeptEvents> lines,
            Closing closing,
            Consumer<Traces> memory,
            Erasure.Quiet quiet)
            throws StartException {
        try {
            for (String left : LetterInspector.sinks(Outlets.deadLetters(config))) {
                if (!letters.containsKey(left)) {
                    letters.put(
                            left,
                            closing.add(
                                    DeadLetterFile.open(Outlets.deadLetters(config), left, SystemTime.wallClock())));
                }
            }
            List<Path> folders = new ArrayList<>();
            for (SinkConfig sink : config.sinks()) {
                if (sink instanceof SinkConfig.File file) {
                    folders.add(file.options().dir());
                }
            }
            return new Erasure(new Erasure.Setup(
                    config.data(),
                    journal,
                    state,
                    letters,
                    lines,
                    folders,
                    config.sinks().stream().map(SinkConfig::name).toList(),
                    memory,
                    quiet,
                    SystemTime.wallClock(),
                    SystemRandom.secure()));
        } catch (IOException failure) {
            throw failed(failure);
        }
    }
}
