package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is built and run from this tree is named by its version, and not by what is newest on the day. */
class PinnedVersionsTest {

    /** As an image's tag, a dependency's version, an npm range, or a plugin without a version of its own. */
    private static final List<Pattern> FLOATING = List.of(
            Pattern.compile(":latest\\b|@latest\\b"),
            Pattern.compile("<version>\\s*(LATEST|RELEASE|[\\[(].*|.*-SNAPSHOT)\\s*</version>"),
            Pattern.compile("\"(\\^|~|>=?|\\*)\\s*\\d[^\"]*\""),
            Pattern.compile("(?m)^\\s*image:\\s*[^:@\\s]+\\s*$"),
            Pattern.compile("(?m)^FROM\\s+[^:@\\s]+\\s*$"));

    private static final String OWN = "<artifactId>weir</artifactId>\n  <version>0.1.0-SNAPSHOT</version>";

    /** Of what the machine brings, such as a JDK, the least is named. */
    private static final String FLOORS = "<require(Java|Maven)Version>\\s*<version>[^<]*</version>";

    @Test
    void nothingIsTakenAsTheNewest() throws Exception {
        List<String> floating = new ArrayList<>();
        List<Path> files = files();
        for (Path file : files) {
            String text = Files.readString(file, StandardCharsets.UTF_8)
                    .replace(OWN, "")
                    .replaceAll(FLOORS, "");
            for (Pattern pattern : FLOATING) {
                pattern.matcher(text).results().forEach(found -> floating.add(file + ": " + found.group()));
            }
        }

        assertThat(files).contains(Path.of("pom.xml"), Path.of("src/main/web/package.json"), Path.of(".ci/run"));
        assertThat(floating).isEmpty();
    }

    @Test
    void whatFloatsIsFound() {
        for (String text : List.of(
                "image: nginx:latest",
                "npm install x@latest",
                "<version>LATEST</version>",
                "<version>[1,2)</version>",
                "<version>1.0-SNAPSHOT</version>",
                "\"esbuild\": \"^0.28.2\"",
                "  image: nginx",
                "FROM debian")) {
            assertThat(FLOATING)
                    .as(text)
                    .anyMatch(pattern -> pattern.matcher(text).find());
        }
        for (String text :
                List.of("image: nginx:1.27.1", "FROM debian:12@sha256:00", "<version>[17,)x", "the latest of them")) {
            assertThat(FLOATING)
                    .as(text)
                    .noneMatch(pattern -> pattern.matcher(text).find());
        }
    }

    /** The build, what is deployed, the scripts; lock files name what others ask for. */
    private static List<Path> files() throws Exception {
        List<Path> files = new ArrayList<>(List.of(
                Path.of("pom.xml"),
                Path.of("README.md"),
                Path.of(".ci/run"),
                Path.of("weir"),
                Path.of("src/main/web/package.json"),
                Path.of("src/test/web/browser/package.json")));
        for (String folder : List.of("k8s", "src/test/release")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }
}
