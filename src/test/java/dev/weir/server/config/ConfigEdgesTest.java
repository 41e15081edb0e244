package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ConfigEdgesTest {

    private static final String REST = """
            sinks: [{name: f, type: file, dir: e}]
            sections: [{name: a, personaclick: [{shop-id: x}], sinks: [f]}]
            """;

    @Test
    void emptyFileIsAConfigError() {
        refused("", "w.yaml");
    }

    @Test
    void fileOfCommentsAloneIsAConfigError() {
        refused("# nothing\n", "w.yaml");
    }

    @Test
    void aliasWithinItselfIsAConfigError() {
        refused("data: &a [*a]\n" + REST, "w.yaml");
    }

    @Test
    void valueLeftEmptyIsAsGoodAsAbsent() {
        assertThatCode(() -> read("data:\n" + REST)).doesNotThrowAnyException();
    }

    @Test
    void idleTimeoutBeyondAnIntOfMillisIsRefused() {
        refused("server: {idle-timeout: 30d}\n" + REST, "server.idle-timeout");
    }

    @Test
    void drainTimeoutBeyondALongOfNanosIsRefused() {
        refused("server: {drain-timeout: 999999999d}\n" + REST, "server.drain-timeout");
    }

    @Test
    void durationsArePrintedAsTheyAreWritten() {
        assertThatThrownBy(() -> read(REST.replace("shop-id: x}]", "shop-id: x}], identity: {session-idle: 5d}")))
                .hasMessage("w.yaml: sections[0].identity.session-idle: 5d (expected: 1s to 2d)");
        assertThatThrownBy(() -> read(http("url: 'http://x', timeout: 0s")))
                .hasMessage("w.yaml: sinks[0].timeout: 0s (expected: 1ms to 10m)");
    }

    @Test
    void journalFileTooSmallForTheBodiesIsRefusedWithBothOptions() {
        assertThatThrownBy(() -> read("journal: {file-bytes: 64KiB}\n" + REST))
                .hasMessage("w.yaml: journal.file-bytes: 65536 (expected: at least 401408 for"
                        + " server.max-body-bytes: 65536, since a record may take a quarter of a file)");
        refused("server: {max-body-bytes: 16MiB}\n" + REST, "journal.file-bytes: 67108864");
    }

    @Test
    void smallestJournalFileNamedIsTaken() {
        assertThatCode(() -> read("journal: {file-bytes: 401408B}\n" + REST)).doesNotThrowAnyException();
    }

    @Test
    void queueWithoutRoomForOneLargestEventIsRefused() {
        refused("journal: {queue-bytes: 64KiB}\n" + REST, "journal.queue-bytes: 65536");
    }

    @Test
    void noSessionsAtAllIsRefused() {
        refused("sessions: {max: 0}\n" + REST, "sessions.max");
    }

    @Test
    void samePortTwiceIsRefused() {
        refused("server: {port: 8080}\nadmin: {port: 8080}\n" + REST, "admin.port");
    }

    @Test
    void sinkNameThatTheJournalRefusesIsRefusedHere() {
        refused(REST.replace("name: f,", "name: ../f,").replace("sinks: [f]", "sinks: [../f]"), "sinks[0].name");
    }

    @Test
    void urlWithAPortThatIsNoneIsRefused() {
        refused(http("url: 'http://x:99999'"), "url");
    }

    @Test
    void lifetimeThatThePoolCannotCountIsRefused() {
        refused(http("url: 'http://x', connection-lifetime: 999999999d"), "connection-lifetime");
    }

    @Test
    void pingsThatNeverComeAreRefused() {
        refused(http("url: 'http://x', ping-interval: 2d"), "ping-interval");
        refused(http("url: 'http://x', ping-timeout: 1ms"), "ping-timeout");
    }

    @Test
    void pingsNowAndThenAreTaken() {
        assertThatCode(() -> read(http("url: 'http://x', ping-interval: 1m, ping-timeout: 10s")))
                .doesNotThrowAnyException();
    }

    private static String http(String options) {
        return REST.replace("type: file, dir: e", "type: http, " + options);
    }

    @Test
    void allThatIsWrongIsToldAtOnceOneALine() {
        assertThatThrownBy(() -> read("""
                        server: {drain-timeout: 1s, idle-timeout: 30d}
                        admin: {port: many}
                        sinks: [{name: f, type: file, dir: e}]
                        sections:
                          - {name: a, personaclick: [{shop-id: x}], sinks: [f], limit: {refill: 0}}
                          - {name: b, personaclick: [{shop-id: y}], sinks: [f], reading: loose}
                        """))
                .isInstanceOf(ConfigException.class)
                .satisfies(wrong -> assertThat(wrong.getMessage().lines())
                        .hasSize(4)
                        .allMatch(line -> line.startsWith("w.yaml: ") && line.contains("expected:"))
                        .anyMatch(line -> line.contains("server.idle-timeout"))
                        .anyMatch(line -> line.contains("admin.port"))
                        .anyMatch(line -> line.contains("sections[0].limit.refill"))
                        .anyMatch(line -> line.contains("sections[1].reading")));
    }

    @Test
    void unknownKeysAreToldBesideOtherMistakesEachOnce() {
        assertThatThrownBy(() -> read("""
                        server: {prt: 1}
                        admin: {port: many}
                        metrics: {otpl: {}}
                        sessions: {maximum: 3}
                        overload: {pacience: 1s}
                        journl: {}
                        sinks: [{name: f, type: file, dir: e}]
                        sections: [{name: a, personaclick: [{shop-id: x}], sinks: [f]}]
                        """))
                .satisfies(wrong -> assertThat(wrong.getMessage().lines())
                        .hasSize(4)
                        .anyMatch(line -> line.contains("admin.port"))
                        .anyMatch(line -> line.contains("metrics.otpl: unknown key"))
                        .anyMatch(line -> line.contains("sessions.maximum: unknown key"))
                        .anyMatch(line -> line.contains("overload.pacience: unknown key")));
        assertThatThrownBy(() -> read("""
                        server: {prt: 1}
                        admin: {port: many}
                        journl: {}
                        sinks: [{name: f, type: file, dir: e}]
                        sections: [{name: a, personaclick: [{shop-id: x}], sinks: [f]}]
                        """))
                .satisfies(wrong -> assertThat(wrong.getMessage().lines())
                        .hasSize(3)
                        .anyMatch(line -> line.contains("admin.port"))
                        .anyMatch(line -> line.contains("server.prt: unknown key"))
                        .anyMatch(line -> line.contains("journl: unknown key")));
        assertThatThrownBy(() -> read("journl: {}\nsinks: [{name: f, type: file, dir: e}]\n"
                        + "sections: [{name: a, personaclick: [{shop-id: x}], sinks: [f]}]"))
                .satisfies(wrong -> assertThat(wrong.getMessage().lines()).hasSize(1));
    }

    @Test
    void ofVeryManyMistakesTwentyAreTold() {
        String sinks = IntStream.range(0, 30)
                .mapToObj(i -> "{name: s" + i + ", type: tape}")
                .collect(Collectors.joining(", "));

        assertThatThrownBy(() -> read("sinks: [" + sinks + "]\nsections: []"))
                .satisfies(wrong -> assertThat(wrong.getMessage().lines())
                        .hasSize(21)
                        .last()
                        .isEqualTo("and 10 more"));
    }

    @Test
    void whatTheEnvironmentOverrulesIsNamed() throws Exception {
        ConfigReader reader = new ConfigReader(Map.of("WEIR_PORT", "8080", "WEIR_ADMIN_PORT", "9090"));

        assertThat(reader.overruled("w.yaml", "server: {port: 8081}\nadmin: {port: 9090}\ndata: d\n"))
                .containsExactly("server.port: 8081 does not count (WEIR_PORT is set to 8080)");
    }

    private static void refused(String text, String named) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("expected:");
    }

    private static void read(String text) throws ConfigException {
        new ConfigReader(Map.of()).read("w.yaml", text);
    }
}
