package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.tool.JsonTree;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the packaged jar. */
final class CommandLineIT {

    @TempDir
    private Path dir;

    @Test
    void helpNamesEveryCommand() throws Exception {
        WeirProcess.Result help = WeirProcess.run(Map.of(), "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).contains("serve", "check-config", "journal", "ids", "deadletter");
    }

    @Test
    void anUnknownCommandIsAUsageError() throws Exception {
        WeirProcess.Result unknown = WeirProcess.run(Map.of(), "sevre");

        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("sevre");
    }

    @Test
    void aGoodConfigIsSaidToBeGood() throws Exception {
        Path file = Files.writeString(dir.resolve("weir.yaml"), """
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: abc}], sinks: [files]}]
                """);

        WeirProcess.Result checked = WeirProcess.run(Map.of(), "check-config", file.toString());

        assertThat(checked.output()).isEqualTo(file + ": ok, 1 sections, 1 sinks" + System.lineSeparator());
        assertThat(checked.exitCode()).isZero();
    }

    @Test
    void aBadConfigNamesFilePathValueAndExpectation() throws Exception {
        Path file = Files.writeString(dir.resolve("weir.yaml"), "server: {port: many}\n");

        for (String[] command :
                new String[][] {{"check-config", file.toString()}, {"serve", "--config", file.toString()}}) {
            WeirProcess.Result bad = WeirProcess.run(Map.of("WEIR_DATA", dir.toString()), command);

            assertThat(bad.exitCode()).isEqualTo(2);
            assertThat(bad.output())
                    .isEqualTo("weir: " + file + ": server.port: many (expected: a whole number of at least 0)"
                            + System.lineSeparator());
        }
    }

    @Test
    void aMissingConfigFileIsNamed() throws Exception {
        WeirProcess.Result missing = WeirProcess.run(Map.of(), "serve", "--config", "/nowhere/weir.yaml");

        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.output()).contains("weir: /nowhere/weir.yaml: cannot be read");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String variable : new String[] {"WEIR_PORT", "WEIR_ADMIN_PORT"}) {
                String other = variable.equals("WEIR_PORT") ? "WEIR_ADMIN_PORT" : "WEIR_PORT";
                WeirProcess.Result result =
                        WeirProcess.run(Map.of(variable, port, other, "0", "WEIR_DATA", dir.toString()), "serve");

                assertThat(result.exitCode()).isEqualTo(1);
                assertThat(result.output()).contains("127.0.0.1:" + port).contains(variable);
            }
        }
    }

    @Test
    void aSecondProcessOnTheSameDataIsRefused() throws Exception {
        try (WeirProcess first = WeirProcess.serve(dir, Map.of())) {
            WeirProcess.Result second = WeirProcess.run(
                    Map.of("WEIR_DATA", dir.toString(), "WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0"), "serve");

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output()).contains(dir.resolve("journal").toString());
            assertThat(first.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void keysThatAreNotThereAreNotRotated() throws Exception {
        WeirProcess.Result nowhere = WeirProcess.run(Map.of("WEIR_DATA", dir.toString()), "ids", "rotate");

        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.output()).contains(dir.resolve("id.keys") + ": does not exist");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void rotationPutsAFreshKeyInFront() throws Exception {
        try (WeirProcess weir = WeirProcess.serve(dir, Map.of())) {
            assertThat(weir.stop()).isZero();
        }
        List<String> before = Files.readAllLines(dir.resolve("id.keys"));

        WeirProcess.Result rotated = WeirProcess.run(Map.of("WEIR_DATA", dir.toString()), "ids", "rotate");

        assertThat(rotated.exitCode()).as(rotated.output()).isZero();
        List<String> after = Files.readAllLines(dir.resolve("id.keys"));
        assertThat(after).hasSize(before.size() + 1).endsWith(before.get(before.size() - 1));
        assertThat(after.get(0)).isNotEqualTo(before.get(0));
    }

    @Test
    void aFolderWithoutAJournalIsNotCalledClean() throws Exception {
        WeirProcess.Result verified = WeirProcess.run(Map.of(), "journal", "verify", dir.toString());

        assertThat(verified.exitCode()).isEqualTo(2);
        assertThat(verified.output()).contains("DIR: " + dir + " (expected: a folder with *.journal files");
    }

    @Test
    void theDataFolderWillDoForTheJournal() throws Exception {
        try (WeirProcess weir = WeirProcess.serve(dir, Map.of())) {
            assertThat(weir.stop()).isZero();
        }

        WeirProcess.Result verified = WeirProcess.run(Map.of(), "journal", "verify", dir.toString());

        assertThat(verified.exitCode()).as(verified.output()).isZero();
        assertThat(verified.output()).contains("clean");
    }

    @Test
    void sigtermExitsWithZero() throws Exception {
        try (WeirProcess weir = WeirProcess.serve(dir, Map.of())) {
            assertThat(weir.stop()).isZero();
        }
    }

    @Test
    void bashCompletesCommandsAndOptionsWithTheScript() throws Exception {
        WeirProcess.Result script = WeirProcess.run(Map.of(), "completion");
        Path file = Files.writeString(dir.resolve("completion.bash"), script.output());

        assertThat(script.exitCode()).isZero();
        assertThat(completions(file, "weir se"))
                .contains("serve", "send", "sections")
                .doesNotContain("load");
        assertThat(completions(file, "weir load --fail-")).contains("--fail-over", "--fail-on-errors");
        assertThat(completions(file, "weir journal s")).containsExactly("stat");
    }

    /** What bash would offer at the end of a line. */
    private static List<String> completions(Path script, String line) throws Exception {
        String[] words = line.split(" ");
        String commands = ". '" + script + "'; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE='" + line + "'; COMP_POINT=" + line.length()
                + "; _complete_weir; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.lines().map(String::strip).toList();
    }

    @Test
    void theLauncherItselfSaysNothingOnStdout() throws Exception {
        Path home = Files.createDirectories(dir.resolve("home"));
        Path here = Path.of("").toAbsolutePath();
        Files.copy(here.resolve("weir"), home.resolve("weir"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("target"));
        Files.createSymbolicLink(home.resolve("target/lib"), here.resolve("target/lib"));
        Files.copy(here.resolve("target/weir.jar"), home.resolve("target/weir.jar"));
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("weir").toString(), "check-config", "--json", config());
        builder.environment().put("WEIR_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectError(dir.resolve("stderr").toFile()).start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor())
                .as(Files.readString(dir.resolve("stderr")))
                .isZero();
        assertThat(JsonTree.members(JsonTree.parse(output)).get("ok")).isEqualTo(true);
    }

    /** Who checks a config need not have what serving on it takes. */
    @Test
    void whatServingNeedsBesideTheConfigIsSaid() throws Exception {
        Path file = Files.writeString(dir.resolve("open.yaml"), Files.readString(Path.of(config())) + """
                admin: {host: 0.0.0.0}
                server: {tls: {port: 8443, certificates: [{chain: /nowhere/shop.crt, key: /nowhere/shop.key}]}}
                """);

        WeirProcess.Result checked = WeirProcess.run(Map.of(), "check-config", file.toString());
        WeirProcess.Result served = WeirProcess.run(
                Map.of("WEIR_DATA", dir.resolve("none").toString()), "serve", "--config", file.toString());

        assertThat(checked.exitCode()).as(checked.output()).isZero();
        assertThat(checked.output())
                .contains("needed to serve: admin.host: 0.0.0.0 (expected: a loopback address, or a token")
                .contains("needed to serve: server.tls.certificates[0].chain: /nowhere/shop.crt (expected: a file)");
        assertThat(served.exitCode()).as(served.output()).isEqualTo(2);
        assertThat(served.output()).contains("admin.host: 0.0.0.0").hasLineCount(1);
        assertThat(dir.resolve("none")).doesNotExist();
    }

    @Test
    void aCommandThatIsNoneIsToldWhichThereAre() throws Exception {
        WeirProcess.Result none = WeirProcess.run(Map.of(), "srve");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.output()).contains("weir: srve: no such command (expected: one of serve, check-config, ");
    }

    /** Else a config that was forgotten would yield a receipt. */
    @Test
    void nobodyIsErasedWhereThereIsNoJournal() throws Exception {
        Path data = dir.resolve("none");

        WeirProcess.Result erased =
                WeirProcess.run(Map.of("WEIR_DATA", data.toString()), "erase", "--section", "demo", "--did", "whoever");

        assertThat(erased.exitCode()).as(erased.output()).isEqualTo(2);
        assertThat(erased.output()).contains("no journal there (expected: the data of a Weir");
        assertThat(data).doesNotExist();
    }

    @Test
    void aBadConfigIsADocumentTooWhereOneIsWanted() throws Exception {
        Path file = Files.writeString(dir.resolve("bad.yaml"), "server: {port: many}\n");

        WeirProcess.Result bad = WeirProcess.run(Map.of(), "check-config", "--json", file.toString());

        assertThat(bad.exitCode()).isEqualTo(2);
        assertThat(bad.output()).contains("\"ok\" : false").contains("server.port: many");
    }

    private String config() throws Exception {
        return Files.writeString(dir.resolve("good.yaml"), """
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: abc}], sinks: [files]}]
                """).toString();
    }
}
