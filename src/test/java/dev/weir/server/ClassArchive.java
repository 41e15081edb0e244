package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** An archive of classes with which a start is as fast as by the launcher, which makes one before Weir first serves. */
final class ClassArchive {

    private static final String VARIABLE = "JAVA_TOOL_OPTIONS";

    private ClassArchive() {}

    /**
     * Makes one, which takes some seconds.
     *
     * @param dir where it stays
     * @return the environment of a process that is to use it
     */
    static Map<String, String> make(Path dir) throws IOException {
        Path archive = dir.resolve("classes.archive");
        WeirProcess.Result made = WeirProcess.run(
                Map.of(VARIABLE, "-XX:ArchiveClassesAtExit=" + archive),
                "archive-classes",
                dir.resolve("archived").toString());
        assertThat(archive).as("what was said: %s", made.output()).isNotEmptyFile();
        return Map.of(VARIABLE, "-XX:SharedArchiveFile=" + archive);
    }
}
