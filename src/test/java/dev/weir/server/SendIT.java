package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.FreePort;
import dev.weir.tool.JsonTree;
import dev.weir.tool.send.Sample;
import dev.weir.tool.send.Samples;
import dev.weir.tool.send.Vendor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code weir send} against a Weir on the demo's config. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SendIT {

    private LocalWeir weir;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        try (var in = getClass().getResourceAsStream("config/default.yaml")) {
            weir = LocalWeir.start(data, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    @BeforeEach
    void forget() {
        out = new StringWriter();
        err = new StringWriter();
    }

    static Stream<String> everyType() {
        return Arrays.stream(Vendor.values())
                .flatMap(vendor -> Samples.of(vendor).stream())
                .map(sample -> sample.vendor().label() + " " + sample.type());
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void everyTypeOfEveryDialectIsAcceptedWithTheDemosKeys(String words) throws Exception {
        String[] dialectAndType = words.split(" ");
        String device = "d" + words.replace(' ', '-').length() + "x" + Math.abs(words.hashCode());

        int exit = send(dialectAndType[0], dialectAndType[1], "--did", device);

        assertThat(exit).as(out + "\n" + err).isZero();
        assertThat(out.toString()).contains("< weir-ack: fsync").contains("< weir-verdicts: accepted");
        assertThat(err.toString()).isEmpty();
        Await.until(
                "the event of " + words + " delivered",
                () -> weir.lines().stream().anyMatch(line -> line.contains("\"did\":\"" + device + "\"")));
    }

    @Test
    void theFirstTypeIsSentWhereNoneIsNamed() {
        assertThat(send("pagent")).isZero();
        assertThat(out.toString()).contains("/v2/conversions");
    }

    @Test
    void noSecretIsShown() {
        send("pureclarity");
        send("gravityfield");
        send("pagent", "--json");
        send("personaclick", "--data", "{\"event\":\"view\",\"shop_id\":\"SHOP_ID\",\"shop_secret\":\"SHOP_SECRET\"}");

        assertThat(out.toString())
                .contains("authorization: Bearer ***")
                .doesNotContain("testSecretKey", "YOUR_SECTION_API_KEY", "YOUR_API_KEY", "SHOP_SECRET");
    }

    @Test
    void aRefusalSaysWhyAndExitsWithOne() {
        assertThat(send("personaclick", "purchase", "--key", "nobodys")).isEqualTo(1);
        assertThat(err.toString()).contains("weir: refused with 404: shop_id: unknown (expected: the key of a section");
        assertThat(out.toString()).contains("< 404");
    }

    @Test
    void jsonIsOneDocumentAlsoOfARefusal() {
        assertThat(send("pagent", "--key", "wrong-key-of-mine", "--json")).isEqualTo(1);

        Map<?, ?> document = JsonTree.members(JsonTree.parse(out.toString()));
        assertThat(document.get("accepted")).isEqualTo(false);
        assertThat(JsonTree.members(document.get("answer")).get("status")).isEqualTo(401);
        assertThat(out.toString() + err).doesNotContain("wrong-key-of-mine");
    }

    @Test
    void aBodyOfOnesOwnMayComeFromAFile(@TempDir Path dir) throws Exception {
        Path body = Files.writeString(
                dir.resolve("body.json"),
                "{\"event\":\"view\",\"shop_id\":\"SHOP_ID\",\"items\":[{\"id\":\"mine-7\"}]}");

        assertThat(send("personaclick", "--data", "@" + body))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("mine-7");
    }

    @Test
    void whereNothingListensItIsSaid() throws Exception {
        int free = FreePort.next();
        String url = "http://127.0.0.1:" + free;

        int exit = run("send", "personaclick", "--url", url);

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("weir: " + url + ": nothing listens there (expected: a running Weir: start one with ./weir)"
                        + System.lineSeparator());
    }

    @Test
    void whatIsNoTypeIsNamed() {
        assertThat(send("pagent", "purchase")).isEqualTo(2);
        assertThat(err.toString()).contains("TYPE: purchase (expected: one of conversion, conversion-v1)");
        assertThat(send("segment")).isEqualTo(2);
        assertThat(err.toString()).contains("DIALECT: segment (expected: one of personaclick, ");
    }

    @Test
    void helpListsTheTypesThatThereAre() {
        run("send", "--help");

        for (Vendor vendor : Vendor.values()) {
            String listed =
                    out.toString().replaceAll("(?s).*\\n  " + vendor.label() + " +(.*?)\\n(  [a-z]|\\n).*", "$1");
            assertThat(listed.trim().split("\\s+"))
                    .containsExactlyElementsOf(
                            Samples.of(vendor).stream().map(Sample::type).toList());
        }
    }

    private int send(String... arguments) {
        return run(Stream.concat(
                        Stream.of("send"),
                        Stream.concat(
                                Arrays.stream(arguments),
                                Stream.of("--url", weir.uri().toString())))
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
