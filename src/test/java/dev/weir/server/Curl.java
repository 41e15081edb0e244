package dev.weir.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

/** The curl of this machine, which a JDK and Maven do not bring along. */
final class Curl {

    private Curl() {}

    /** Skips the test, and says so, where there is no curl. */
    static void assumeInstalled() throws InterruptedException {
        assumeTrue(isInstalled(), "skipped: curl is not installed (Debian: apt-get install curl)");
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("curl", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
