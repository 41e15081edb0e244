package dev.weir.server;

import dev.weir.server.config.ConfigException;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the config: the file that was named, or the embedded default. */
final class ConfigSource {

    private ConfigSource() {}

    /** @throws StartException with exit code 2 if it cannot be read or is wrong */
    static WeirConfig read(@Nullable Path file) throws StartException {
        ConfigReader reader = new ConfigReader(System.getenv());
        try {
            return file == null ? reader.readDefault() : reader.read(file.toString(), ConfigFile.text(file));
        } catch (ConfigException wrong) {
            throw new StartException(Main.EXIT_USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
