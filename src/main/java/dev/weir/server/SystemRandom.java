package dev.weir.server;

import java.security.SecureRandom;

/** The machine's randomness, to be passed on. */
@SystemSources
final class SystemRandom {

    private SystemRandom() {}

    static SecureRandom secure() {
        return new SecureRandom();
    }
}
