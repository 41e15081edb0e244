package dev.weir.server;

import dev.weir.server.config.ConfigException;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the config: the file that was named, or the embedded default. */
final class ConfigSource {

    private ConfigSource() {}

    /** @throws StartException with exit code 2 if it cannot be read or is wrong */
    static WeirConfig read(@Nullable Path file) throws StartException {
        ConfigReader reader = new ConfigReader(System.getenv());
        try {
            return file == null ? reader.readDefault() : reader.read(file.toString(), text(file));
        } catch (ConfigException wrong) {
            throw new StartException(Main.EXIT_USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static String text(Path file) throws StartException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new StartException(Main.EXIT_USAGE, file + ": cannot be read (expected: a YAML file)", unreadable);
        }
    }
}
