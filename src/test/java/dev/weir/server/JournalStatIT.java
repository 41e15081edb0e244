package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.tool.JsonTree;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The journal of a Weir that serves, looked into meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JournalStatIT {

    private static final String CONFIG = """
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - {name: shop, personaclick: [{shop-id: shop}], sinks: [files]}
              - {name: app, personaclick: [{shop-id: app}], sinks: [files]}
            """;

    private LocalWeir weir;
    private Path data;

    @BeforeAll
    void send(@TempDir Path dir) throws Exception {
        data = dir;
        weir = LocalWeir.start(dir, CONFIG);
        push("shop", "dev-1", "view");
        push("shop", "dev-1", "cart");
        push("shop", "dev-2", "view");
        push("app", "dev-3", "view");
        Await.until("all is delivered", () -> weir.isSettled("files"));
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    @Test
    void eventsAreCountedBySectionDialectAndType() {
        Map<?, ?> stat = JsonTree.members(JsonTree.parse(output(0, "stat", "--json")));

        assertThat(stat.get("events")).isEqualTo(4);
        assertThat(stat.get("first")).isEqualTo(1);
        assertThat(stat.get("last")).isEqualTo(4);
        assertThat(JsonTree.members(stat.get("sections")).toString()).isEqualTo("{app=1, shop=3}");
        assertThat(JsonTree.members(stat.get("types")).toString()).isEqualTo("{cart-add=1, view=3}");
        assertThat(JsonTree.members(stat.get("dialects")).toString()).isEqualTo("{personaclick=4}");
    }

    @Test
    void eachSinkSaysHowFarItIsBehind() {
        Await.until("the cursor is saved", () -> {
            Map<?, ?> files =
                    JsonTree.members(JsonTree.members(JsonTree.members(JsonTree.parse(output(0, "stat", "--json")))
                                    .get("sinks"))
                            .get("files"));
            return files.get("behind").equals(0)
                    && files.get("delivered").equals(4)
                    && files.get("next").equals(5);
        });
    }

    @Test
    void theTableSaysTheSame() {
        assertThat(output(0, "stat"))
                .contains("4 events in ")
                .containsPattern("shop +3")
                .containsPattern("SINK +NEXT +BEHIND");
    }

    @Test
    void catShowsWhatIsAskedFor() {
        assertThat(seqs("--section", "shop")).containsExactly(1, 2, 3);
        assertThat(seqs("--did", "dev-1", "--type", "cart-add")).containsExactly(2);
        assertThat(seqs("--from", "2", "--to", "3")).containsExactly(2, 3);
        assertThat(seqs("--from", "2020-01-01T00:00:00Z")).hasSize(4);
        assertThat(seqs("--to", "2020-01-01T00:00:00+02:00")).isEmpty();
    }

    @Test
    void whatIsNoTypeOrTimeIsNamed() {
        assertThat(output(2, "cat", "--type", "buy")).contains("--type: buy (expected: one of session-start, view");
        assertThat(output(2, "cat", "--from", "noon")).contains("--from: noon (expected: a number, or a time such as");
    }

    @Test
    void verifyAndListAreDocumentsToo() {
        Map<?, ?> verified = JsonTree.members(JsonTree.parse(output(0, "verify", "--json")));
        Map<?, ?> listed = JsonTree.members(JsonTree.parse(output(0, "list", "--json")));

        assertThat(verified.get("clean")).isEqualTo(true);
        assertThat(verified.get("events")).isEqualTo(4);
        assertThat(JsonTree.members(JsonTree.elements(listed.get("files")).get(0))
                        .get("name"))
                .isEqualTo("00000000000000000001.journal");
    }

    private List<Object> seqs(String... filters) {
        String[] words = new String[filters.length + 1];
        words[0] = "cat";
        System.arraycopy(filters, 0, words, 1, filters.length);
        return output(0, words)
                .lines()
                .map(line -> (Object) JsonTree.members(JsonTree.parse(line)).get("seq"))
                .toList();
    }

    private String output(int exit, String... words) {
        StringWriter text = new StringWriter();
        String[] line = new String[words.length + 2];
        line[0] = "journal";
        line[1] = words[0];
        line[2] = data.toString();
        System.arraycopy(words, 1, line, 3, words.length - 1);
        int found = Main.commandLine()
                .setOut(new PrintWriter(text, true))
                .setErr(new PrintWriter(text, true))
                .execute(line);
        assertThat(found).as(text.toString()).isEqualTo(exit);
        return text.toString();
    }

    private void push(String shop, String device, String event) throws Exception {
        String body = "{\"event\":\"" + event + "\",\"shop_id\":\"" + shop + "\",\"did\":\"" + device
                + "\",\"items\":[{\"id\":\"1\"}]}";
        assertThat(weir.post("/push", body).statusCode()).isEqualTo(200);
    }
}
