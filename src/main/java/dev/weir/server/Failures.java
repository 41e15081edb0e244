package dev.weir.server;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** What to say of a server that gave no answer. */
final class Failures {

    private Failures() {}

    /**
     * A failure that names the address, what was wrong and what was expected.
     *
     * @param expected such as {@code a running Weir}
     */
    static StartException unreachable(URI url, Exception failure, String expected) {
        return new StartException(1, url + ": " + what(failure) + " (expected: " + expected + ")", failure);
    }

    private static String what(Throwable failure) {
        if (failure instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "no such host";
            }
        }
        return failure instanceof ConnectException ? "nothing listens there" : "no answer: " + failure.getMessage();
    }
}
