package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.k8s.Dockerfile.Instruction;
import dev.weir.k8s.Dockerfile.Stage;
import dev.weir.k8s.Rendered.Workload;
import io.fabric8.kubernetes.api.model.ContainerPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image is made of named versions, has no shell and no root, and starts as the launcher does. */
final class DockerfileTest {

    private static final Pattern VERSIONED = Pattern.compile("[a-z-]+:\\d+\\.\\d+\\.\\d+[a-z0-9_.-]*");
    private static final String NOTING_JAVA = """
            #!/bin/sh
            home=$(dirname "$(dirname "$0")")
            printf '%s\\n' "$@" > "$home/call$(ls "$home" | grep -c call)"
            for option; do
                case "$option" in
                    -XX:AOTCacheOutput=*) echo archive > "${option#*=}" ;;
                esac
            done
            """;

    private final Dockerfile file = Dockerfile.read();

    @TempDir
    private Path dir;

    DockerfileTest() throws Exception {}

    @Test
    void basesAreNamedByTheirVersions() {
        Set<String> own = new HashSet<>(Set.of("scratch"));
        for (Stage stage : file.stages()) {
            assertThat(own.contains(stage.from())
                            || VERSIONED.matcher(stage.from()).matches())
                    .as(stage.from())
                    .isTrue();
            own.add(stage.name());
        }
        assertThat(file.stage("system").from()).startsWith("eclipse-temurin:25.");
    }

    @Test
    void nothingIsFetchedButByMaven() {
        for (Stage stage : file.stages()) {
            assertThat(stage.all("RUN"))
                    .noneMatch(run -> run.text().matches("(?s).*\\b(apt|apt-get|curl|wget|pip|npm|apk)\\b.*"));
        }
        assertThatThrownBy(() -> Dockerfile.parse("FROM scratch\nADD https://example.com/a /a\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** There is none in it that could run them. */
    @Test
    void noCommandOfTheImageNeedsAShell() {
        assertThat(file.ofTheImage())
                .filteredOn(each -> List.of("RUN", "ENTRYPOINT", "CMD").contains(each.keyword()))
                .hasSize(3)
                .allMatch(Instruction::isExec);
        assertThat(file.stage("archive").only("RUN").isExec()).isTrue();
    }

    @Test
    void itRunsAsTheUserThatTheManifestsName() throws Exception {
        assertThat(file.last().only("USER").text()).isEqualTo("65532:65532");
        for (Workload workload : Rendered.of("base").workloads()) {
            var context = workload.pod().getSecurityContext();
            assertThat(context.getRunAsUser() + ":" + context.getRunAsGroup())
                    .isEqualTo(file.last().only("USER").text());
        }
        List<String> afterwards = file.last().instructions().stream()
                .dropWhile(each -> !each.keyword().equals("USER"))
                .map(Instruction::keyword)
                .toList();
        assertThat(afterwards).doesNotContain("RUN", "COPY");
    }

    /** The data belong to the user, for whoever runs it without Kubernetes. */
    @Test
    void whatIsCopiedIsTheJarItsLibrariesAndTheArchive() {
        List<String> copied = file.ofTheImage().stream()
                .filter(each -> each.keyword().equals("COPY"))
                .map(each -> each.flags() + " " + each.text())
                .toList();

        assertThat(copied)
                .containsExactly(
                        "{from=system} /made/root/ /",
                        "{chown=65532:65532, from=system} /made/home/ /var/lib/weir/",
                        "{from=build} /src/target/lib/ /opt/weir/lib/",
                        "{from=build} /src/target/weir.jar /opt/weir/weir.jar",
                        "{from=archive} /opt/weir/weir.archive /opt/weir/weir.archive");
    }

    @Test
    void theArchiveIsMadeOfTheImagesOwnLayersAndTried() {
        assertThat(file.stage("archive").from()).isEqualTo(file.last().from());
        assertThat(file.last().only("RUN").words()).contains("-XX:AOTMode=on", "-XX:AOTCache=/opt/weir/weir.archive");
    }

    @Test
    void theBuildIsTheLaunchersAndSeesWhatItIsMadeOfAlone() throws Exception {
        Stage build = file.stage("build");
        Set<String> copied = new HashSet<>();
        for (Instruction copy : build.all("COPY")) {
            copied.add(copy.words().get(0).replaceAll("/$", ""));
        }
        List<String> ignored = Files.readAllLines(Path.of("k8s/Dockerfile.dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(Files.readString(Path.of("weir")))
                .contains("&& " + build.only("RUN").text() + " >&2)");
        assertThat(ignored.get(0)).isEqualTo("*");
        assertThat(ignored.subList(1, ignored.size()))
                .containsExactlyInAnyOrderElementsOf(
                        copied.stream().map(each -> "!" + each).toList());
        copied.forEach(each -> assertThat(Path.of(each)).exists());
    }

    @Test
    void theJvmGetsTheLaunchersOptions() throws Exception {
        launch();
        String target = dir.resolve("home/target").toString();
        List<String> making = new ArrayList<>();
        for (String word : Files.readAllLines(dir.resolve("jdk/call0"))) {
            making.add(word.replace(target + "/weir.jar", "/opt/weir/weir.jar")
                    .replaceAll(Pattern.quote(target) + "/archive\\.\\w+/archive", "/opt/weir/weir.archive")
                    .replaceAll(Pattern.quote(target) + "/archive\\.\\w+/data", "/tmp/data"));
        }
        List<String> serving = new ArrayList<>();
        for (String word : Files.readAllLines(dir.resolve("jdk/call1"))) {
            serving.add(word.replace(target + "/weir.jar", "/opt/weir/weir.jar")
                    .replaceAll(Pattern.quote(target) + "/weir-25-\\d+\\.archive", "/opt/weir/weir.archive"));
        }

        assertThat(file.stage("archive").only("RUN").words())
                .startsWith("/opt/java/bin/java")
                .endsWith(making.toArray(String[]::new))
                .hasSize(making.size() + 1);
        List<String> entry = new ArrayList<>(file.last().only("ENTRYPOINT").words());
        entry.add("serve");
        assertThat(entry.remove(0)).isEqualTo("/opt/java/bin/java");
        assertThat(entry).isEqualTo(serving);
    }

    @Test
    void itServesAsTheManifestsHaveIt() throws Exception {
        Workload base = Rendered.of("base").workloads().get(0);

        assertThat(file.last().only("CMD").words()).isEqualTo(base.container().getArgs());
        assertThat(file.last().only("EXPOSE").words())
                .isEqualTo(base.container().getPorts().stream()
                        .map(ContainerPort::getContainerPort)
                        .map(String::valueOf)
                        .toList());
        assertThat(file.last().only("WORKDIR").text())
                .isEqualTo(Rendered.of("base").config().data().toString());
    }

    /** The real launcher, with a JDK 25 that only notes what it is asked. */
    private void launch() throws Exception {
        Path home = Files.createDirectories(dir.resolve("home"));
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("target/lib"));
        Files.createFile(home.resolve("target/weir.jar"));
        Files.copy(Path.of("weir"), home.resolve("weir"), StandardCopyOption.COPY_ATTRIBUTES);
        Path java = Files.createDirectories(dir.resolve("jdk/bin")).resolve("java");
        Files.writeString(dir.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        Files.writeString(java, NOTING_JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder launcher = new ProcessBuilder(home.resolve("weir").toString(), "serve");
        List.of("WEIR_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS").forEach(launcher.environment()::remove);
        launcher.environment().put("WEIR_JAVA_HOME", dir.resolve("jdk").toString());
        Process process = launcher.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }
}
