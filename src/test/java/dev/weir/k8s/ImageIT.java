package dev.weir.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is in the image serves by itself, as somebody without rights who can write to the data and to /tmp alone. There is no engine
 * for containers here: the files are put together by the Dockerfile's commands, and the kernel keeps all others away.
 */
final class ImageIT {

    private static final Path JDKS = Path.of("/usr/lib/jvm");
    private static final int NOBODYS = 65_532;
    private static final String TOKEN = "0123456789abcdef-operate";
    private static final String READ_TOKEN = "0123456789abcdef-read";
    private static final Pattern SUMMARY =
            Pattern.compile("weir: (http://\\S+) \\(public\\), (http://\\S+) \\(private\\), transport epoll, .*");
    private static final String VIEW = "{\"event\":\"view\",\"shop_id\":\"0d42fd8b713d0752776ca589cc0056\","
            + "\"did\":\"7rjVGhMykT\",\"seance\":\"R5eQXkrKCf\",\"items\":[{\"id\":\"1\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path dir;

    @Test
    void itServesWithoutAShellARootOrAnythingElseToWriteTo() throws Exception {
        LocalImage image = LocalImage.make(Dockerfile.read(), jdk25(), dir);
        try (Stream<Path> files = Files.walk(image.root())) {
            assertThat(files.filter(Files::isExecutable)
                            .map(file -> file.getFileName().toString()))
                    .doesNotContain("sh", "bash", "dash", "busybox", "apt", "dpkg", "perl");
        }
        Path data = Files.createDirectories(dir.resolve("data"));
        Files.setAttribute(data, "unix:uid", NOBODYS);

        Path err = dir.resolve("err");
        Process pod = image.pod(
                        data, config(), Dockerfile.read().last().only("CMD").words(), environment())
                .redirectError(err.toFile())
                .start();
        try (BufferedReader out = pod.inputReader(StandardCharsets.UTF_8)) {
            String line = String.valueOf(out.readLine());
            Matcher summary = SUMMARY.matcher(line);
            assertThat(summary.matches()).as(line + Files.readString(err)).isTrue();
            assertThat(post(summary.group(1) + "/push").headers().firstValue("weir-ack"))
                    .hasValue("fsync");
            assertProbesAndScrapes(summary.group(2));
            Await.until("the event is delivered", () -> events(data).contains("7rjVGhMykT"));

            pod.toHandle().destroy();
            assertThat(pod.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(pod.exitValue()).as(Files.readString(err)).isZero();
        } finally {
            pod.destroyForcibly();
        }
        assertThat(Files.readAllLines(err))
                .filteredOn(line -> line.matches(".* (WARN|ERROR) .*|\\[.*"))
                .allMatch(line -> line.contains("admin.refused reason=no-token"));
        assertThat(Files.readString(data.resolve("classes")))
                .contains("dev.weir.server.Wiring source: shared objects file");
        assertOwned(data);
    }

    /** Of the base, on loopback and any free ports. */
    private Path config() throws Exception {
        Path config = Files.createDirectories(dir.resolve("config"));
        Files.writeString(
                config.resolve("weir.yaml"),
                Rendered.of("base").configText().replace("host: 0.0.0.0", "host: 127.0.0.1"));
        return config;
    }

    private static Map<String, String> environment() {
        return Map.of(
                "WEIR_PORT", "0",
                "WEIR_ADMIN_PORT", "0",
                "WEIR_ADMIN_TOKEN", TOKEN,
                "WEIR_ADMIN_READ_TOKEN", READ_TOKEN,
                "JDK_JAVA_OPTIONS", "-XX:ActiveProcessorCount=2 -Xmx512m -Xlog:class+load:file=/var/lib/weir/classes");
    }

    private void assertProbesAndScrapes(String admin) throws Exception {
        assertThat(get(admin + "/health/live", "")).isEqualTo(200);
        assertThat(get(admin + "/health/ready", "")).isEqualTo(200);
        assertThat(get(admin + "/metrics", "")).isEqualTo(401);
        assertThat(get(admin + "/metrics", READ_TOKEN)).isEqualTo(200);
    }

    private int get(String uri, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<String> post(String uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .POST(HttpRequest.BodyPublishers.ofString(VIEW))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String events(Path data) throws IOException {
        StringBuilder all = new StringBuilder();
        Path events = data.resolve("events");
        if (Files.isDirectory(events)) {
            try (Stream<Path> files = Files.list(events)) {
                for (Path file : files.toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }

    private static void assertOwned(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                assertThat(Files.getAttribute(file, "unix:uid"))
                        .as(file.toString())
                        .isEqualTo(NOBODYS);
            }
        }
    }

    /** The image has a JDK 25, and an archive fits the JDK that made it alone. */
    private static Path jdk25() throws IOException {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isDirectory(Path.of("/proc/self/task")),
                "not root on Linux, so that nothing can be mounted, and the image is not tried");
        Path found = null;
        if (Files.isDirectory(JDKS)) {
            try (Stream<Path> jdks = Files.list(JDKS)) {
                found = jdks.filter(jdk -> isOf25(jdk.resolve("release")))
                        .findFirst()
                        .orElse(null);
            }
        }
        Assumptions.assumeTrue(found != null, "no JDK 25 in " + JDKS + ", so that the image is not tried");
        return found;
    }

    private static boolean isOf25(Path release) {
        try {
            return Files.isReadable(release) && Files.readString(release).contains("JAVA_VERSION=\"25");
        } catch (IOException unreadable) {
            return false;
        }
    }
}
