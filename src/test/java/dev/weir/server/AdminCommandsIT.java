package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FreePort;
import dev.weir.tool.JsonTree;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that act through the private port, against the agreed answers. */
final class AdminCommandsIT {

    private static final String SECTIONS = """
            [{"name":"shop","limit":{"refill":500,"capacity":600,"mode":"enforce","tokens":77},
              "paces":{"vendor":{"perSecond":100,"allowed":50}},"sinks":["files","vendor"],
              "dialects":["personaclick"],"origins":[]},
             {"name":"app","limit":{"refill":5,"capacity":6,"mode":"shadow","tokens":0},
              "paces":{},"sinks":["files"],"dialects":["pagent"],"origins":["https://shop.example"]}]
            """;

    private static final String REQUEST =
            "event: request\nid: 41\ndata: {\"id\":41,\"time\":\"2026-01-31T12:00:00.123Z\","
                    + "\"section\":\"shop\",\"dialect\":\"personaclick\",\"method\":\"POST\",\"path\":\"/push\",\"status\":200,"
                    + "\"outcome\":\"accepted\",\"promise\":\"fsync\",\"device\":\"d1\",\"bytes\":12,\"micros\":456,"
                    + "\"events\":[{\"type\":\"view\",\"verdict\":\"accepted\",\"seq\":7}]}\n\n";

    private static final String FATE = "event: fate\ndata: {\"request\":41,\"seq\":7,\"sink\":\"files\","
            + "\"fate\":\"delivered\",\"time\":\"2026-01-31T12:00:01Z\"}\n\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeAdmin admin;

    AdminCommandsIT() throws Exception {
        admin = new FakeAdmin();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void statusIsReadableAndRawAsJson() {
        String document =
                "{\"state\":\"serving\",\"books\":{\"accepted\":7},\"sinks\":[{\"name\":\"files\",\"pending\":3},{\"name\":\"v\"}]}";
        admin.on("GET /api/status", 200, document);

        assertThat(run("status")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("state  serving")
                .contains("  accepted  7")
                .containsPattern("  NAME|name +pending")
                .containsPattern("files +3")
                .containsPattern("v +-");
        assertThat(run("status", "--json")).isZero();
        assertThat(out.toString()).endsWith(document + System.lineSeparator());
    }

    @Test
    void sectionsAreATable() {
        admin.on("GET /api/sections", 200, SECTIONS);

        assertThat(run("sections")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0)).contains("name", "limit.refill", "paces.vendor.perSecond");
        assertThat(lines).anyMatch(line -> line.startsWith("name ") && line.contains(" sinks "));
        assertThat(out.toString()).contains("files,vendor");
    }

    @Test
    void aLimitIsChangedByWhatWasGivenAlone() {
        admin.on("GET /api/sections", 200, SECTIONS).on("PUT /api/sections/shop/limit", 200, "{\"status\":\"ok\"}");

        assertThat(run("limits", "shop", "--refill", "200", "--mode", "shadow", "--json"))
                .as(err.toString())
                .isZero();

        assertThat(admin.asked().get(0))
                .isEqualTo("PUT /api/sections/shop/limit null null {\"refill\":200,\"mode\":\"shadow\"}");
        assertThat(JsonTree.elements(JsonTree.parse(out.toString()))).hasSize(1);
        assertThat(out.toString()).contains("\"capacity\" : 600").doesNotContain("app");
    }

    @Test
    void aSectionThatIsNotThereIsNamed() {
        admin.on("GET /api/sections", 200, SECTIONS);

        assertThat(run("limits", "shpo")).isEqualTo(2);
        assertThat(err.toString()).contains("SECTION: shpo (expected: one of shop, app)");
        assertThat(run("limits", "--refill", "3")).isEqualTo(2);
    }

    @Test
    void sinksArePausedAndResumed() {
        admin.on("POST /api/sinks/a%20b/pause", 200, "{\"status\":\"ok\"}");
        admin.on("POST /api/sinks/files/resume", 200, "{\"status\":\"ok\"}");

        assertThat(run("pause", "a b")).isZero();
        assertThat(run("resume", "files")).isZero();
        assertThat(out.toString().lines()).containsExactly("a b: paused", "files: resumed");
    }

    @Test
    void aRangeIsReplayed() {
        admin.on("POST /api/sinks/vendor/replay", 200, "{\"status\":\"ok\",\"from\":12,\"to\":15}");

        assertThat(run("replay", "12", "2026-11-20T10:00:00Z", "vendor")).isZero();
        assertThat(out.toString()).contains("vendor: replaying 12 to 15");
        assertThat(JsonTree.members(JsonTree.parse(admin.asked().get(0).replaceFirst("^.* null null ", "")))
                        .toString())
                .contains("from=12")
                .contains("to=2026-11-20T10:00:00Z");
    }

    @Test
    void drainWaitsUntilNobodyAnswers() {
        admin.on("POST /api/drain", 202, "{\"status\":\"ok\"}").on("GET /health/live", 200, "");

        assertThat(run("drain")).isZero();
        assertThat(out.toString()).contains("it drains");
        assertThat(run("drain", "--wait", "200ms")).isEqualTo(1);
        assertThat(err.toString()).contains("it has not ended within 200ms");
    }

    @Test
    void theTokenOfAFileIsShown(@TempDir Path dir) throws Exception {
        admin.on("GET /api/status", 200, "{}");
        Path file = Files.writeString(dir.resolve("token"), "secret-token\n");

        assertThat(run("status", "--token-file", file.toString())).isZero();
        assertThat(admin.asked().get(0)).contains("Bearer secret-token");
        assertThat(out.toString() + err).doesNotContain("secret-token");
    }

    @Test
    void aTokenThatIsNeededAndARoleThatDoesNotSufficeAreSaid() {
        admin.on("GET /api/status", 401, "{\"status\":\"error\",\"message\":\"a token is needed\"}");
        admin.on("POST /api/sinks/files/pause", 403, "{\"status\":\"error\",\"message\":\"read only\"}");

        assertThat(run("status")).isEqualTo(1);
        assertThat(err.toString()).contains(": a token is needed (expected: WEIR_ADMIN_TOKEN or --token-file)");
        assertThat(run("pause", "files")).isEqualTo(1);
        assertThat(err.toString()).contains("role does not suffice (expected: one of the role operate): read only");
    }

    /** As of a wrong option: the caller has to mend it, and need not know which URL was asked. */
    @Test
    void whatThePortSaysOfARefusalIsTold() {
        admin.on(
                "POST /api/sinks/none/pause",
                404,
                "{\"status\":\"error\",\"message\":\"sink: none (expected: one of files)\\u001b[2J\"}");

        assertThat(run("pause", "none")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("weir: sink: none (expected: one of files)?[2J")
                .doesNotContain("\u001b");
    }

    @Test
    void whereNothingListensItIsSaid() throws Exception {
        int free = FreePort.next();
        URI nowhere = URI.create("http://127.0.0.1:" + free);
        for (String command : new String[] {"status", "sections", "limits", "tail", "drain"}) {
            assertThat(runAt(nowhere, command)).isEqualTo(1);
        }
        assertThat(err.toString().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("weir: " + nowhere + ": nothing listens there"));
    }

    @Test
    void tailShowsALineForEachRequestAndEachFate() {
        admin.on("GET /api/live?section=shop&type=view", 200, FATE + REQUEST);

        assertThat(run("tail", "--section", "shop", "--type", "view", "--count", "1"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "12:00:01.000   #7 files delivered",
                        "12:00:00.123 200 accepted  shop     personaclick POST /push view#7 did=d1 12B 0.5ms fsync");
    }

    @Test
    void tailConnectsAgainFromWhereItWas() {
        admin.on("GET /api/live", 200, REQUEST + FATE).on("GET /api/live", 200, REQUEST);

        assertThat(run("tail", "--count", "2", "--json")).as(err.toString()).isZero();

        assertThat(admin.asked()).hasSize(2);
        assertThat(admin.asked().get(1)).contains(" 41 ");
        assertThat(out.toString().lines())
                .hasSize(3)
                .allMatch(line -> JsonTree.members(JsonTree.parse(line)).containsKey("message"));
        assertThat(err.toString()).contains("the connection is lost").contains("connected again");
    }

    @Test
    void filtersAreGivenAsTheyAre() {
        admin.on("GET /api/live?outcome=4xx&device=a%26b", 200, REQUEST);

        assertThat(run("tail", "--outcome", "4xx", "--device", "a&b", "--count", "1"))
                .as(err.toString())
                .isZero();
    }

    private int run(String... arguments) {
        return runAt(admin.uri(), arguments);
    }

    private int runAt(URI uri, String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Arrays.stream(arguments), Stream.of("--admin", uri.toString()))
                        .toArray(String[]::new));
    }
}
