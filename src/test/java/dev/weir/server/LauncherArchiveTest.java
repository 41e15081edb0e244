package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher makes an archive of classes and when it uses one, with a JDK that only notes what it is asked. */
final class LauncherArchiveTest {

    private static final String NOTING_JAVA = """
            #!/bin/sh
            here=$(dirname "$(dirname "$0")")
            echo "$*" >> "$here/calls"
            echo "pid $$"
            case "$*" in
                *" archive-classes "*) ;;
                *) exit 0 ;;
            esac
            echo 'a warning of the JDK' >&2
            [ ! -e "$here/failing" ] || exit 1
            for option; do
                case "$option" in
                    -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*) echo archive > "${option#*=}" ;;
                esac
            done
            """;

    @TempDir
    private Path dir;

    private Path home;
    private Path jar;

    @BeforeEach
    void lay() throws IOException {
        home = Files.createDirectories(dir.resolve("a home"));
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("target/lib"));
        Files.copy(Path.of("weir"), home.resolve("weir"), StandardCopyOption.COPY_ATTRIBUTES);
        jar = Files.createFile(home.resolve("target/weir.jar"));
    }

    @Test
    void theFirstStartMakesAnArchiveAndTheNextOnesUseIt() throws Exception {
        Path jdk = jdk("17.0.15");

        Outcome first = launch(jdk);
        Outcome second = launch(jdk, "--config", "a file.yaml");

        assertThat(first.err()).contains("making an archive").doesNotContain("a warning of the JDK");
        assertThat(second.err()).doesNotContain("archive").hasLineCount(1);
        assertThat(calls(jdk)).hasSize(3);
        assertThat(calls(jdk).get(0)).contains("-XX:ArchiveClassesAtExit=").contains(" archive-classes ");
        String used = "-XX:SharedArchiveFile=" + archive();
        assertThat(calls(jdk).subList(1, 3)).allMatch(call -> call.contains(used));
        assertThat(calls(jdk).get(2)).endsWith("weir.jar serve --config a file.yaml");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void otherCommandsUseItAndMakeNone() throws Exception {
        Path jdk = jdk("17.0.15");

        run(jdk, Map.of(), "status");
        assertThat(calls(jdk)).hasSize(1).noneMatch(call -> call.contains("Archive"));

        launch(jdk);
        run(jdk, Map.of(), "status");
        assertThat(calls(jdk).get(3)).contains("-XX:SharedArchiveFile=");
    }

    @Test
    void aJdkWithAotCachesMakesOneOfThose() throws Exception {
        Path jdk = jdk("25.0.3");

        launch(jdk);

        assertThat(calls(jdk).get(0)).contains("-XX:AOTCacheOutput=");
        assertThat(calls(jdk).get(1)).contains("-XX:AOTCache=" + archive());
    }

    @Test
    void eachJdkHasItsOwn() throws Exception {
        launch(jdk("17.0.15"));
        launch(jdk("21.0.1"));
        launch(jdk("17.0.15"));

        assertThat(archives()).hasSize(2);
        assertThat(calls(jdk("17.0.15"))).hasSize(3);
    }

    @Test
    void afterANewBuildItIsMadeAgain() throws Exception {
        Path jdk = jdk("17.0.15");
        launch(jdk);
        Files.setLastModifiedTime(jar, after(archive()));

        launch(jdk);

        assertThat(calls(jdk))
                .filteredOn(call -> call.contains(" archive-classes "))
                .hasSize(2);
        assertThat(archives()).hasSize(1);
    }

    @Test
    void oneThatWasCutShortIsMadeAgain() throws Exception {
        Path jdk = jdk("17.0.15");
        launch(jdk);
        Files.writeString(archive(), "arch");

        run(jdk, Map.of(), "status");
        launch(jdk);

        assertThat(calls(jdk).get(2)).doesNotContain("SharedArchiveFile");
        assertThat(calls(jdk).get(3)).contains(" archive-classes ");
        assertThat(archive()).hasContent("archive");
    }

    @Test
    void oneThatCannotBeMadeIsDoneWithout() throws Exception {
        Path jdk = jdk("17.0.15");
        Files.createFile(jdk.resolve("failing"));

        Outcome outcome = launch(jdk);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).doesNotContain("a warning of the JDK");
        assertThat(calls(jdk).get(1)).doesNotContain("Archive");
        assertThat(leftovers()).isEmpty();
    }

    /** As root writes wherever it likes, the program that finds it out says so here. */
    @Test
    void whereNothingCanBeWrittenNoneIsMade() throws Exception {
        Path jdk = jdk("17.0.15");
        Path programs = Files.createDirectories(dir.resolve("programs"));
        program(programs.resolve("mktemp"), "#!/bin/sh\necho 'read-only' >&2; exit 1\n");

        Outcome outcome = run(jdk, Map.of("PATH", programs + ":" + System.getenv("PATH")), "serve");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).hasLineCount(1);
        assertThat(calls(jdk)).hasSize(1);
    }

    @Test
    void whatTheUserSaysOfArchivesHolds() throws Exception {
        Path jdk = jdk("17.0.15");
        launch(jdk);

        run(jdk, Map.of("WEIR_JAVA_OPTS", "-Xshare:off -Xmx99m"), "serve");
        run(jdk, Map.of("WEIR_JAVA_OPTS", "-Xmx99m"), "serve");

        assertThat(calls(jdk).get(2)).contains("-Xshare:off -Xmx99m").doesNotContain("SharedArchiveFile");
        assertThat(calls(jdk).get(3)).containsPattern("SharedArchiveFile=.* -Xmx99m -jar ");
    }

    @Test
    void manyFirstStartsAtOnceLeaveOneArchiveAndNothingElse() throws Exception {
        Path jdk = jdk("17.0.15");
        List<Process> launched = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            launched.add(builder(jdk, Map.of(), "serve").start());
        }

        for (Process process : launched) {
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(err).isZero();
        }
        assertThat(archives()).hasSize(1);
        assertThat(archive()).hasContent("archive");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void theJvmIsTheProcessThatWasStarted() throws Exception {
        Path jdk = jdk("17.0.15");
        Process process = builder(jdk, Map.of(), "serve").start();

        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(out).isEqualTo("pid " + process.pid() + "\n");
    }

    private Path jdk(String version) throws IOException {
        Path jdk = dir.resolve("jdk-" + version);
        if (!Files.exists(jdk)) {
            Files.createDirectories(jdk.resolve("bin"));
            Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
            program(jdk.resolve("bin/java"), NOTING_JAVA);
        }
        return jdk;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome launch(Path jdk, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments));
        return run(jdk, Map.of(), all.toArray(String[]::new));
    }

    private Outcome run(Path jdk, Map<String, String> environment, String... arguments) throws Exception {
        Path err = dir.resolve("stderr");
        Process process =
                builder(jdk, environment, arguments).redirectError(err.toFile()).start();
        process.getInputStream().readAllBytes();
        return new Outcome(process.waitFor(), Files.readString(err));
    }

    private ProcessBuilder builder(Path jdk, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("weir").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        List.of("WEIR_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS").forEach(builder.environment()::remove);
        builder.environment().put("WEIR_JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    private static List<String> calls(Path jdk) throws IOException {
        return Files.readAllLines(jdk.resolve("calls"));
    }

    private Path archive() throws IOException {
        return archives().get(0);
    }

    private List<Path> archives() throws IOException {
        return inTarget(".archive");
    }

    private List<Path> leftovers() throws IOException {
        return inTarget("").stream()
                .filter(path -> path.getFileName().toString().startsWith("archive"))
                .toList();
    }

    private List<Path> inTarget(String ending) throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("target"))) {
            return all.filter(path -> path.toString().endsWith(ending)).toList();
        }
    }

    private static FileTime after(Path file) throws IOException {
        return FileTime.from(Files.getLastModifiedTime(file).toInstant().plus(Duration.ofSeconds(1)));
    }

    private record Outcome(int exitCode, String err) {}
}
