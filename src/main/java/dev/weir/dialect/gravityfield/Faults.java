package dev.weir.dialect.gravityfield;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;

/** What is wrong with a value, named by its path in the body. */
final class Faults {

    private Faults() {}

    static RejectedException missing(String path, String expected) {
        return new RejectedException(Rejection.MISSING_PARAMETER, path, "missing (expected: " + expected + ")");
    }

    static RejectedException malformed(String path, String found, String expected) {
        return new RejectedException(Rejection.MALFORMED_PARAMETER, path, found + " (expected: " + expected + ")");
    }
}
