package dev.weir.server;

import dev.weir.ingest.identity.IdKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** The file that holds the keys under which ids are made; readable by its owner alone. */
final class IdKeyFile {

    private static final String NAME = "id.keys";

    private final Path file;

    IdKeyFile(Path data) {
        this.file = data.resolve(NAME);
    }

    /** The keys; made at the first start. */
    IdKeys loadOrCreate(RandomGenerator random) throws StartException {
        try {
            if (!Files.exists(file)) {
                write(IdKeys.generate(random));
            }
            return IdKeys.parse(Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw new StartException(1, file + ": cannot be read or made: " + unreadable, unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new StartException(Main.EXIT_USAGE, file + ": " + wrong.getMessage(), wrong);
        }
    }

    /** Puts a fresh key in front: it signs from the next start on, and the older ones still validate. */
    void rotate(RandomGenerator random) throws StartException {
        if (!Files.exists(file)) {
            throw new StartException(
                    Main.EXIT_USAGE, file + ": does not exist (expected: the keys of a server that has run)", null);
        }
        IdKeys rotated = loadOrCreate(random).rotated(random);
        try {
            write(rotated);
        } catch (IOException unwritable) {
            throw new StartException(1, file + ": cannot be written: " + unwritable, unwritable);
        }
    }

    Path path() {
        return file;
    }

    private void write(IdKeys keys) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        PrivateFile.replace(file, keys.toLines());
    }
}
