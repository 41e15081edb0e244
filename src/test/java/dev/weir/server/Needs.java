package dev.weir.server;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. Where that is missing the test is skipped, and says why. */
final class Needs {

    private Needs() {}

    /** Linux and the administrator, without whom nothing is mounted. */
    static void root() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isDirectory(Path.of("/proc/self/task")),
                "not root on Linux, so that no file system can be mounted, and nothing is shown of it");
    }

    /** @param debian the package that has it */
    static void program(String program, String debian) {
        Assumptions.assumeTrue(
                Shell.find(program) != null,
                program + " is not installed, so that nothing is shown with it (apt-get install " + debian + ")");
    }
}
