package dev.weir.server;

import dev.weir.relay.deadletter.LetterInspector;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sinks whose dead letters there may be: those of the config, and those that have left some. */
final class LetterSinks {

    private final Path dir;
    private final Set<String> served = new LinkedHashSet<>();
    private final Set<String> all = new LinkedHashSet<>();

    LetterSinks(WeirConfig config) throws IOException, StartException {
        if (!Files.isDirectory(config.data())) {
            throw usage(config.data() + ": no such folder (expected: the data of a Weir: --config, or WEIR_DATA)");
        }
        dir = Outlets.deadLetters(config);
        config.sinks().stream().map(SinkConfig::name).forEach(served::add);
        all.addAll(served);
        all.addAll(LetterInspector.sinks(dir));
        if (config.kafka() != null) {
            List<String> sinks = List.copyOf(served);
            all.stream()
                    .filter(name -> PartitionOutlets.areLettersOf(sinks, name))
                    .forEach(served::add);
        }
    }

    /** Where their letters are. */
    Path dir() {
        return dir;
    }

    /** The one that was named, or all. */
    List<String> list(@Nullable String named) throws StartException {
        if (named == null) {
            return List.copyOf(all);
        }
        require(all, named);
        return List.of(named);
    }

    /** The one that was named, or the only one, or the only one of which there are letters. */
    String one(@Nullable String named) throws IOException, StartException {
        return one(all, named);
    }

    /** The same, where a server is to do something about it. */
    String served(@Nullable String named) throws IOException, StartException {
        if (named != null && all.contains(named) && !served.contains(named)) {
            throw usage("--sink: " + named + " is not in the config, so that no server would heed it (expected: "
                    + oneOf(served) + "; what it left in " + dir + " may be deleted)");
        }
        return one(served, named);
    }

    private String one(Set<String> names, @Nullable String named) throws IOException, StartException {
        if (named != null) {
            require(names, named);
            return named;
        }
        Set<String> left = names.size() == 1 ? names : withLetters(names);
        if (left.size() != 1) {
            throw usage("--sink is missing (expected: " + oneOf(left.isEmpty() ? names : left) + ")");
        }
        return left.iterator().next();
    }

    private Set<String> withLetters(Set<String> names) throws IOException {
        Set<String> left = new LinkedHashSet<>();
        for (String name : names) {
            LetterInspector.of(dir, name, unreadable -> left.add(name)).read((letter, state, where) -> left.add(name));
        }
        return left;
    }

    private static void require(Set<String> names, String named) throws StartException {
        if (!names.contains(named)) {
            throw usage("--sink: " + named + " (expected: " + oneOf(names) + ")");
        }
    }

    private static String oneOf(Collection<String> names) {
        return "one of " + String.join(", ", names);
    }

    private static StartException usage(String message) {
        return new StartException(Main.EXIT_USAGE, message, null);
    }
}
