package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class KeysCommandTest {

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path config = Path.of("unset");

    @BeforeEach
    void writeConfig() throws IOException {
        config = Files.writeString(dir.resolve("weir.yaml"), """
                data: %s
                sinks: [{name: files, type: file, dir: events}]
                sections:
                  - {name: shop-a, personaclick: [{shop-id: a}], sinks: [files]}
                  - {name: shop-b, personaclick: [{shop-id: b}], sinks: [files]}
                """.formatted(dir.resolve("data")));
    }

    @Test
    void theKeyStandsAloneOnStdout() {
        assertThat(create("shop-a", "back office")).isZero();
        assertThat(out.toString().strip()).matches("wk_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
    }

    @Test
    void itIsSaidThatTheKeyIsShownOnce() {
        create("shop-a", "back office");

        assertThat(err.toString().strip())
                .isEqualTo("weir: key " + id() + " (section shop-a, good for 365d, hash kept in "
                        + dir.resolve("data").resolve("api.keys") + ") is shown this once only: keep it now");
    }

    @Test
    void aKeyIsGoodForAYearUnlessSaidOtherwise() throws IOException {
        create("shop-a", "n");
        create("shop-a", "n", "--expires", "30d");

        assertThat(new ApiKeyFile(dir.resolve("data")).ring().entries())
                .extracting(entry -> Duration.between(entry.created(), entry.expires()))
                .containsExactly(Duration.ofDays(365), Duration.ofDays(30));
    }

    @Test
    void theListShowsEveryKeyAndNoSecret() {
        create("shop-a", "back office");
        String key = out.toString().strip();
        out.getBuffer().setLength(0);
        run("list");

        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString().lines().skip(1))
                .first()
                .asString()
                .matches(key.substring(3, 15) + "  shop-a   back office  \\S+Z  \\S+Z  live");
        assertThat(out.toString()).doesNotContain(key.substring(16));
    }

    @Test
    void theListOfNoKeysIsItsHeader() {
        assertThat(run("list")).isZero();
        assertThat(out.toString().strip()).isEqualTo("ID  SECTION  NAME  CREATED  EXPIRES  STATE");
    }

    @Test
    void aRevokedKeyIsListedAsRevoked() {
        create("shop-a", "n");
        assertThat(run("revoke", id())).isZero();
        run("list");

        assertThat(out.toString().strip()).endsWith("  revoked");
    }

    @Test
    void toRevokeTwiceIsFine() {
        create("shop-a", "n");
        run("revoke", id());

        assertThat(run("revoke", id())).isZero();
    }

    @Test
    void anUnknownIdIsNamed() {
        assertThat(run("revoke", "AAAAAAAAAAAA")).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("weir: ID: AAAAAAAAAAAA (expected: a key that is in "
                        + dir.resolve("data").resolve("api.keys") + ")");
    }

    @Test
    void aWholeKeyIsNotRepeatedInTheError() {
        create("shop-a", "n");
        String key = out.toString().strip();

        assertThat(run("revoke", key)).isEqualTo(2);
        assertThat(err.toString())
                .contains("ID: 65 characters (expected: the 12 letters and digits after wk_)")
                .doesNotContain(key.substring(16));
    }

    @Test
    void anUnknownSectionIsRefusedWithThoseThatThereAre() {
        assertThat(create("shop-c", "n")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("weir: --section: shop-c (expected: one of shop-a, shop-b)");
    }

    @Test
    void whatIsRefusedMakesNoKey() {
        create("shop-c", "n");

        assertThat(dir.resolve("data")).doesNotExist();
    }

    @Test
    void anOverlongNameIsRefused() {
        assertThat(create("shop-a", "n".repeat(65))).isEqualTo(2);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "weir: --name: 65 characters (expected: 1 to 64 printable characters, no blank at either end)");
    }

    @Test
    void anEmptyNameIsRefused() {
        assertThat(create("shop-a", "")).isEqualTo(2);
        assertThat(err.toString()).contains("--name: 0 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "never | a duration such as 500ms, 2s, 10m, 2h or 1d",
                "365 | a duration such as 500ms, 2s, 10m, 2h or 1d",
                "-1d | a duration such as 500ms, 2s, 10m, 2h or 1d",
                "0s | 1s to 3650d",
                "999ms | 1s to 3650d",
                "3651d | 1s to 3650d",
                "999999999d | 1s to 3650d"
            })
    void aLifetimeOutOfBoundsIsRefused(String text, String expected) {
        assertThat(create("shop-a", "n", "--expires=" + text)).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("weir: --expires: " + text + " (expected: " + expected + ")");
    }

    @Test
    void aMissingOptionIsNamed() {
        assertThat(run("create", "--name", "n")).isEqualTo(2);
        assertThat(err.toString()).contains("--section");
    }

    @Test
    void aMissingSubcommandSaysWhichThereAre() {
        assertThat(commandLine().execute("keys")).isEqualTo(2);
        assertThat(err.toString()).contains("expected: create, list or revoke");
    }

    @Test
    void aBrokenListIsNamedAndLeftAlone() throws IOException {
        Path list = Files.createDirectories(dir.resolve("data")).resolve("api.keys");
        Files.writeString(list, "rubbish\n");

        assertThat(create("shop-a", "n")).isEqualTo(2);
        assertThat(err.toString()).startsWith("weir: " + list + ": API keys, line 1: ");
        assertThat(list).hasContent("rubbish\n");
    }

    @Test
    void aKeyThatCannotBePrintedIsNamedForRevocation() {
        CommandLine line = commandLine().setOut(new PrintWriter(new ClosedWriter()));

        assertThat(line.execute(arguments("create", "--section", "shop-a", "--name", "n")))
                .isEqualTo(1);
        assertThat(err.toString())
                .matches("(?s)weir: the key could not be printed \\(expected: weir keys revoke \\w{12}\\)\\s*");
    }

    private int create(String section, String name, String... more) {
        String[] arguments = {"create", "--section", section, "--name", name};
        return run(concat(arguments, more));
    }

    private int run(String... arguments) {
        return commandLine().execute(arguments(arguments));
    }

    private String[] arguments(String... arguments) {
        return concat(concat(new String[] {"keys"}, arguments), new String[] {"--config", config.toString()});
    }

    private CommandLine commandLine() {
        return Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    /** The public id of the first key that was made. */
    private String id() {
        return out.toString().substring(3, 15);
    }

    private static String[] concat(String[] first, String[] second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
    }

    /** A pipe whose reader has gone. */
    private static final class ClosedWriter extends Writer {
        @Override
        public void write(char[] chars, int from, int length) throws IOException {
            throw new IOException("closed");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
