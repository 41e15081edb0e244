package dev.weir.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** The file that holds the key under which URLs of our own are sealed; readable by its owner alone. */
final class EngagementKeyFile {

    private static final String NAME = "engagement.key";
    private static final int KEY_BYTES = 32;

    private final Path file;

    EngagementKeyFile(Path data) {
        this.file = data.resolve(NAME);
    }

    /** The key; made at the first start. A URL that was handed out under another is refused from then on. */
    byte[] loadOrCreate(RandomGenerator random) throws StartException {
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[KEY_BYTES];
                random.nextBytes(key);
                PrivateFile.replace(file, List.of(HexFormat.of().formatHex(key)));
            }
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException(key.length + " bytes");
            }
            return key;
        } catch (IOException unreadable) {
            throw new StartException(1, file + ": cannot be read or made: " + unreadable, unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new StartException(
                    Main.EXIT_USAGE,
                    file + ": no key (expected: " + KEY_BYTES + " bytes in hexadecimal digits)",
                    wrong);
        }
    }
}
