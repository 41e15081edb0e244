package dev.weir.dialect.pureclarity;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;

/** What is said of input that cannot be taken: where it stood, what was found, what was expected. */
final class Refusals {

    private Refusals() {}

    static RejectedException missing(String path, String found, String expected) {
        return refusal(Rejection.MISSING_PARAMETER, path, found, expected);
    }

    static RejectedException malformed(String path, String found, String expected) {
        return refusal(Rejection.MALFORMED_PARAMETER, path, found, expected);
    }

    static RejectedException tooLong(String path, int max) {
        return malformed(path, "too long", "at most " + max + " characters");
    }

    static RejectedException refusal(Rejection rejection, String path, String found, String expected) {
        return new RejectedException(rejection, path, found + " (expected: " + expected + ")");
    }
}
