package dev.weir.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which sinks an operator has paused, one a line in {@code paused} below the data, so that they stay so after a restart. */
final class PausedSinks {

    private static final Logger LOG = LoggerFactory.getLogger(PausedSinks.class);

    private final Path file;

    PausedSinks(Path data) {
        this.file = data.resolve("paused");
    }

    /**
     * Those that were paused when the process before ended, and are in the config.
     *
     * @throws StartException if nobody can tell: a sink that was paused must not go on by itself
     */
    Set<String> load(Collection<String> configured) throws StartException {
        Set<String> paused = new TreeSet<>();
        try {
            paused.addAll(Files.readAllLines(file));
        } catch (NoSuchFileException none) {
            return paused;
        } catch (IOException unreadable) {
            throw new StartException(
                    1, file + ": cannot be read (expected: the names of paused sinks): " + unreadable, unreadable);
        }
        paused.retainAll(configured);
        for (String sink : paused) {
            LOG.warn("sink={} state=paused: as before the start, until it is resumed", sink);
        }
        return paused;
    }

    /** When it returns, it is on disk. */
    synchronized void save(Collection<String> paused) throws IOException {
        PrivateFile.replace(file, new TreeSet<>(paused).stream().toList());
    }
}
