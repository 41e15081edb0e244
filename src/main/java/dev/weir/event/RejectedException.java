package dev.weir.event;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's input was refused. Thrown and caught within the intake of one request; it has no stack trace, because it
 * tells of the input and not of our code.
 */
public final class RejectedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Rejection rejection;
    private final @Nullable String parameter;

    /**
     * @param parameter the parameter at fault, as the client spells it, or null when it is the request as a whole
     * @param expectation what was found and what was expected; never holds the client's own text
     */
    public RejectedException(Rejection rejection, @Nullable String parameter, String expectation) {
        super(parameter == null ? expectation : parameter + ": " + expectation, null, false, false);
        this.rejection = rejection;
        this.parameter = parameter;
    }

    public Rejection rejection() {
        return rejection;
    }

    public @Nullable String parameter() {
        return parameter;
    }
}
