package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Status and tail against the private port of a Weir. */
final class LookingOnIT {

    private static final String CONFIG = """
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
            """;

    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"dev-1\",\"items\":[{\"id\":\"1\"}]}";

    @TempDir
    private Path dir;

    @Test
    void statusShowsTheSinkAndTheSection() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir, CONFIG)) {
            StringWriter out = new StringWriter();

            assertThat(run(out, "status", "--admin", weir.privateUri().toString()))
                    .as(out.toString())
                    .isZero();
            assertThat(out.toString()).contains("files").contains("shop");
        }
    }

    @Test
    void tailShowsARequestWhoIsLookedAtAsItHappens() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir, CONFIG)) {
            StringWriter out = new StringWriter();
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(
                    () -> run(out, "tail", "--admin", weir.privateUri().toString(), "--type", "view", "--count", "1"));

            Await.until("a request is shown", () -> {
                // Those from before it looked are not shown.
                assertThat(weir.post("/push", VIEW).statusCode()).isIn(200, 429);
                return exit.isDone();
            });

            assertThat(exit.getNow(-1)).as(out.toString()).isZero();
            assertThat(out.toString())
                    .contains("POST /push view#")
                    .contains("did=dev-1")
                    .contains("fsync");
        }
    }

    private static int run(StringWriter out, String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments);
    }
}
