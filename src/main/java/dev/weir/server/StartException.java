package dev.weir.server;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The process cannot start, or a command cannot be carried out, for a reason that the operator can mend. */
final class StartException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    StartException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
