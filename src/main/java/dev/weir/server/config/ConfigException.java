package dev.weir.server.config;

import java.io.Serial;

/** The config cannot be used. The message is complete: file, path, value, expectation. */
public final class ConfigException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
