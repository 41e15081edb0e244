package dev.weir.server;

import dev.weir.server.ApiKeyFile.FileStamp;
import dev.weir.server.config.ConfigException;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A config file, read with the environment of the start. */
final class ConfigFile {

    private static final int MOST_BYTES = 4 << 20;

    private final Path path;
    private final ConfigReader reader;

    ConfigFile(Path path, ConfigReader reader) {
        this.path = path;
        this.reader = reader;
    }

    Path path() {
        return path;
    }

    /**
     * Changes whenever the file does; null where there is none. The content is in it, because an edit may leave size, time and inode as
     * they were.
     */
    @Nullable
    Stamp stamp() throws IOException {
        FileStamp file = FileStamp.of(path);
        if (file == null) {
            return null;
        }
        boolean isWhole = Files.isRegularFile(path) && file.bytes() <= MOST_BYTES;
        return new Stamp(file, isWhole ? hash(path) : "");
    }

    private static String hash(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(file.readNBytes(MOST_BYTES)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Options that stand in it and do not count, since a variable of the environment overrules them; none if it cannot be read. */
    List<String> overruled() {
        try {
            return reader.overruled(path.toString(), text(path));
        } catch (ConfigException unreadable) {
            return List.of();
        }
    }

    /** What it says now. */
    WeirConfig read() throws ConfigException {
        return reader.read(path.toString(), text(path));
    }

    /** @throws ConfigException if there is none, or what is there is no file, or larger than any config */
    static String text(Path path) throws ConfigException {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                // A pipe would be waited for.
                throw new ConfigException(path + ": is no regular file (expected: a YAML file)");
            }
            try (InputStream file = Files.newInputStream(path)) {
                byte[] bytes = file.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new ConfigException(path + ": too large (expected: at most " + (MOST_BYTES >> 20) + "MiB)");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException unreadable) {
            throw new ConfigException(path + ": cannot be read (expected: a YAML file)");
        }
    }

    /** What tells one state of the file from another. */
    record Stamp(FileStamp file, String sha256) {}

    /**
     * A file that was read.
     *
     * @param stamp from before, so that a change in between is seen
     */
    record Seen(ConfigFile file, @Nullable Stamp stamp, WeirConfig config) {

        static Seen of(ConfigFile file) throws StartException {
            try {
                Stamp stamp = file.stamp();
                return new Seen(file, stamp, file.read());
            } catch (ConfigException wrong) {
                throw new StartException(Main.EXIT_USAGE, String.valueOf(wrong.getMessage()), wrong);
            } catch (IOException unreadable) {
                throw new StartException(
                        Main.EXIT_USAGE, file.path + ": cannot be read (expected: a YAML file)", unreadable);
            }
        }
    }
}
