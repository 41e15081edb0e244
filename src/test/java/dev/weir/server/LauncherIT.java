package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the real JDK: its archive of classes is used, and one that is broken does no harm. */
final class LauncherIT {

    private static final String FROM_AN_ARCHIVE = "dev\\.weir\\.server\\.Wiring source: shared objects file";

    private static final int TIMED = 3;

    @TempDir
    private Path dir;

    private Path home;

    @BeforeEach
    void lay() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        home = Files.createDirectories(dir.resolve("home"));
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("target"));
        Files.createSymbolicLink(home.resolve("target/lib"), here.resolve("target/lib"));
        Files.copy(here.resolve("weir"), home.resolve("weir"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(here.resolve("target/weir.jar"), home.resolve("target/weir.jar"));
    }

    @Test
    void theArchiveIsUsedAndABrokenOneDoesNoHarm() throws Exception {
        assertThat(serve("first")).contains("making an archive");
        assertThat(serve("second")).doesNotContain("making an archive");
        for (int i = 0; i < TIMED; i++) {
            time(i);
        }
        assertThat(loaded("second")).containsPattern(FROM_AN_ARCHIVE);

        Path archive = archive();
        byte[] whole = Files.readAllBytes(archive);
        Files.delete(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
        assertThat(serve("truncated")).contains("making an archive");

        long size = Files.size(archive);
        Files.delete(archive);
        Files.write(archive, new byte[Math.toIntExact(size)]);
        serve("garbage");
        assertThat(loaded("garbage")).doesNotContainPattern(FROM_AN_ARCHIVE);
    }

    /** Serves, and stops; what it said on its standard error, of which nothing may be a warning of the JDK. */
    private String serve(String name) throws Exception {
        Path err = dir.resolve(name + ".err");
        ProcessBuilder builder = builder(name, "-Xlog:class+load:file=" + dir.resolve(name + ".classes"))
                .redirectError(err.toFile());
        Process process = builder.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).as(Files.readString(err)).startsWith("weir: http://");
            process.toHandle().destroy();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(err))
                .doesNotContainIgnoringCase("[warning]")
                .doesNotContainIgnoringCase("[error]");
        return Files.readString(err);
    }

    /** From the launcher's start until the server has said that it is ready, on an empty folder. */
    private void time(int run) throws Exception {
        Path err = dir.resolve("timed.err");
        ProcessBuilder builder = builder("timed-" + run, "").redirectError(err.toFile());
        long before = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).as(Files.readString(err)).startsWith("weir: http://");
            long millis = (System.nanoTime() - before) / 1_000_000;
            long processors =
                    process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
            Measured.note(
                    LauncherIT.class,
                    "JDK " + Runtime.version().feature() + ", with its archive: ready after " + millis
                            + " ms, of processors " + processors + " ms");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private ProcessBuilder builder(String data, String options) {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("weir").toString(), "serve");
        builder.environment()
                .putAll(Map.of(
                        "WEIR_JAVA_HOME",
                        System.getProperty("java.home"),
                        "WEIR_JAVA_OPTS",
                        options,
                        "WEIR_PORT",
                        "0",
                        "WEIR_ADMIN_PORT",
                        "0",
                        "WEIR_DATA",
                        dir.resolve(data).toString()));
        return builder;
    }

    private String loaded(String name) throws IOException {
        return Files.readString(dir.resolve(name + ".classes"));
    }

    private Path archive() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("target"))) {
            return all.filter(path -> path.toString().endsWith(".archive"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
