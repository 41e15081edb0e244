package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FreePort;
import dev.weir.dialect.Dialect;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.Dialects;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README does what it says. */
final class ReadmeIT {

    private static final Path README = Path.of("README.md");
    /** What a config needs beside what is told of its public port. */
    private static final String REST = "sinks: [{name: files, type: file, dir: events}]\n"
            + "sections: [{name: shop, personaclick: [{shop-id: a}], sinks: [files]}]\n";

    private static final Pattern ENDPOINT = Pattern.compile("`(GET|POST|DELETE) (/[^`]+)`((?: `[a-z]+`)*)");

    @TempDir
    private Path dir;

    @Test
    void theFirstLinesEndInARealAnswerAndADeliveredLine() throws Exception {
        Curl.assumeInstalled();
        Files.createSymbolicLink(dir.resolve("weir"), Path.of("weir").toAbsolutePath());
        String publicPort = Integer.toString(FreePort.next());
        String privatePort = Integer.toString(FreePort.next());
        String lines =
                block("sh").replace("8080", publicPort).replace("9090", privatePort) + "\nwait %1; echo \"exit $?\"\n";

        Process bash = bash(lines, publicPort, privatePort);
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains("HTTP/1.1 200 OK")
                .contains("weir-ack: fsync")
                .contains("{\"status\":\"success\"}")
                .contains("\"type\":\"view\",\"did\":\"7rjVGhMykT\",\"sid\":\"R5eQXkrKCf\"")
                .contains("exit 0");
    }

    @Test
    void thePrintedAnswerAndLineAreOfTheRealForm() throws IOException {
        assertThat(block("http")).contains("weir-ack: fsync").contains("{\"status\":\"success\"}");
        assertThat(block("json"))
                .contains("\"seq\":1,", "\"dialect\":\"personaclick\"", "\"raw\":{\"method\":\"POST\"");
    }

    @Test
    void everyConfigThatIsPrintedIsAGoodOne() throws Exception {
        List<String> configs = blocks("yaml");

        for (String config : configs) {
            String whole = config.contains("sections:") ? config : config + REST;
            WeirConfig read = new ConfigReader(Map.of()).read("README.md", whole);
            assertThat(read.sections().all()).isNotEmpty();
        }
        assertThat(configs)
                .filteredOn(config -> config.startsWith("server:"))
                .as("one for each proxy")
                .hasSize(4);
    }

    @Test
    void theEndpointsThatArePrintedAreTheRoutesThatThereAre() throws IOException {
        Set<String> routes = new TreeSet<>();
        for (Dialect dialect : Dialects.unsealed()) {
            dialect.routes().forEach(route -> routes.add(route.toString()));
        }

        Set<String> printed = new TreeSet<>(List.of(block("text").strip().split("\\s{2,}|\n")));
        Matcher matcher = ENDPOINT.matcher(Files.readString(README)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.joining("\n")));
        while (matcher.find()) {
            String method = matcher.group(1);
            String first = matcher.group(2);
            printed.add(method + " " + first);
            for (String sibling : matcher.group(3).replace("`", "").strip().split(" ")) {
                if (!sibling.isEmpty()) {
                    printed.add(method + " " + beside(first, sibling, routes, method));
                }
            }
        }
        printed.remove("GET /health");

        assertThat(printed).isEqualTo(routes);
    }

    /** In the same folder, or below the first one. */
    private static String beside(String first, String sibling, Set<String> routes, String method) {
        String below = first + "/" + sibling;
        return routes.contains(method + " " + below) ? below : first.substring(0, first.lastIndexOf('/') + 1) + sibling;
    }

    private Process bash(String lines, String publicPort, String privatePort) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("timeout", "300", "bash", "-c", lines)
                .directory(dir.toFile())
                .redirectErrorStream(true);
        builder.environment().put("WEIR_PORT", publicPort);
        builder.environment().put("WEIR_ADMIN_PORT", privatePort);
        return builder.start();
    }

    /** The first fenced block of a language. */
    private static String block(String language) throws IOException {
        return blocks(language).get(0);
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher matcher = Pattern.compile("(?m)^```" + language + "\\n(.*?)^```", Pattern.DOTALL)
                .matcher(Files.readString(README));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        assertThat(blocks).as("blocks of " + language).isNotEmpty();
        return blocks;
    }
}
