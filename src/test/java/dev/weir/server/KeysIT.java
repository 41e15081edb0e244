package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.ingest.key.KeyEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir keys} as processes of their own. */
final class KeysIT {

    private static final String CONVERSION =
            "{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\"}}";

    @TempDir
    private Path dir;

    @Test
    void keysThatAreMadeByProcessesAtOnceAreAllKept() throws Exception {
        int processes = 4;
        ExecutorService pool = Executors.newFixedThreadPool(processes);
        try {
            Callable<WeirProcess.Result> creation = () -> create("at once");
            List<String> made = new ArrayList<>();
            for (Future<WeirProcess.Result> created : pool.invokeAll(List.of(creation, creation, creation, creation))) {
                assertThat(created.get().exitCode()).as(created.get().output()).isZero();
                made.add(id(created.get()));
            }

            assertThat(new ApiKeyFile(dir).ring().entries())
                    .extracting(KeyEntry::id)
                    .hasSize(processes)
                    .containsExactlyInAnyOrderElementsOf(made);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void keysAreMadeListedAndRevokedWhileAServerRuns() throws Exception {
        try (WeirProcess weir = WeirProcess.serve(dir, Map.of())) {
            WeirProcess.Result created = create("beside a server");
            WeirProcess.Result revoked = run("keys", "revoke", id(created));
            WeirProcess.Result listed = run("keys", "list");

            assertThat(revoked.exitCode()).as(revoked.output()).isZero();
            assertThat(listed.output())
                    .contains(id(created))
                    .contains("beside a server")
                    .contains("revoked");
            assertThat(weir.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void aKeyIsGoodFromItsCreationToItsRevocation() throws Exception {
        try (WeirProcess weir = WeirProcess.serve(dir, Map.of())) {
            WeirProcess.Result created = create("back office");
            String key = key(created);
            Await.until("the key is known", () -> convert(weir, key) == 200);

            run("keys", "revoke", id(created));
            Await.until("the key is refused", () -> convert(weir, key) == 401);
        }
    }

    private static int convert(WeirProcess weir, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(weir.publicUri() + "/v2/conversions"))
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(CONVERSION))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String key(WeirProcess.Result created) {
        return created.output()
                .lines()
                .filter(line -> line.startsWith("wk_"))
                .findFirst()
                .orElseThrow();
    }

    private WeirProcess.Result create(String name) throws Exception {
        return run("keys", "create", "--section", "demo", "--name", name);
    }

    private WeirProcess.Result run(String... arguments) throws Exception {
        return WeirProcess.run(Map.of("WEIR_DATA", dir.toString()), arguments);
    }

    private static String id(WeirProcess.Result created) {
        int at = created.output().indexOf("wk_");
        assertThat(at).as(created.output()).isNotNegative();
        return created.output().substring(at + 3, at + 15);
    }
}
