package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

final class EveryCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static List<String> everyCommand() {
        List<String> names = new ArrayList<>();
        collect(Main.commandLine(), "", names);
        return names;
    }

    private static void collect(CommandLine line, String path, List<String> names) {
        names.add(path);
        line.getSubcommands().forEach((name, each) -> collect(each, (path + " " + name).strip(), names));
    }

    @Test
    void allThatTheReadmeNamesAreThere() {
        assertThat(everyCommand())
                .contains(
                        "serve",
                        "check-config",
                        "keys list",
                        "sections",
                        "limits",
                        "journal verify",
                        "journal list",
                        "journal cat",
                        "journal stat",
                        "deadletter list",
                        "tail",
                        "send",
                        "load",
                        "status",
                        "pause",
                        "resume",
                        "replay",
                        "drain",
                        "completion");
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void helpExitsWithZeroAndHasADescriptionAndAnExample(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: ").contains("Example");
        assertThat(err.toString()).isEmpty();
        assertThat(of(command).getCommandSpec().usageMessage().description()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyOptionIsDescribed(String command) {
        for (ArgSpec argument : of(command).getCommandSpec().args()) {
            assertThat(argument.description())
                    .as(command + " " + argument.paramLabel())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void aWrongOptionExitsWithTwoAndIsNamedOnOneLine(String command) {
        List<String> arguments = new ArrayList<>();
        for (ArgSpec argument : of(command).getCommandSpec().args()) {
            if (argument.required()) {
                arguments.add(argument instanceof OptionSpec option ? option.longestName() + "=1" : "1");
            }
        }
        arguments.add("--no-such-option");

        assertThat(run(command, arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString().lines().toList().get(0)).startsWith("weir: ").endsWith("--help tells more)");
        assertThat(err.toString()).contains("--no-such-option");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPlainServeAloneIsReadWithoutTheOtherCommands() {
        assertThat(Stream.of("", "serve", "serve --config weir.yaml")
                        .map(line -> words(line).toArray(String[]::new)))
                .allMatch(Main::isPlainServe);
        assertThat(Stream.of("serve --help", "serve --config", "serve --config -h", "serve --config=a", "status")
                        .map(line -> words(line).toArray(String[]::new)))
                .noneMatch(Main::isPlainServe);
    }

    @Test
    void anUnknownCommandSuggestsTheNearest() {
        assertThat(run("", "jurnal")).isEqualTo(2);
        assertThat(err.toString()).contains("jurnal").contains("journal");
    }

    /** A config may be somebody else's. */
    @Test
    void whatIsRepeatedFromAFileWorksOnNoTerminal(@TempDir Path dir) throws IOException {
        Path config = Files.writeString(
                dir.resolve("weir.yaml"), "sinks: [{name: \"fi\\e[31mles\", type: file, dir: events}]\n");

        assertThat(run("check-config", config.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("fi?[31mles").doesNotContain("\u001b");
    }

    @Test
    void exitCodesAreTold() {
        run("", "--help");
        assertThat(out.toString())
                .contains("Exit codes: 0 done; 1 could not be done")
                .contains("2 the command line");
    }

    private static CommandLine of(String command) {
        CommandLine line = Main.commandLine();
        for (String name : words(command).toList()) {
            line = line.getSubcommands().get(name);
        }
        return line;
    }

    private static Stream<String> words(String command) {
        return Arrays.stream(command.split(" ")).filter(word -> !word.isEmpty());
    }

    private int run(String command, String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(words(command), Stream.of(arguments)).toArray(String[]::new));
    }
}
