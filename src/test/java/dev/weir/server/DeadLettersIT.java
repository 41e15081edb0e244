package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.server.VendorServer.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vendor refuses is kept, and people have it sent again or dropped, whatever happens to the process. */
final class DeadLettersIT {

    private static final VendorServer.Behaviour REFUSING = call -> call.json(400, "{\"error\":\"no such shop\"}");

    @TempDir
    private Path dir;

    private VendorServer vendor;
    private Path config;

    @BeforeEach
    void start() throws IOException {
        vendor = VendorServer.start();
        vendor.behave(REFUSING);
        config = Files.writeString(dir.resolve("weir.yaml"), """
                sinks:
                  - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: h2, dialects: [personaclick]}
                sections:
                  - {name: shop, personaclick: [{shop-id: shop}], sinks: [vendor]}
                """.formatted(vendor.port()));
    }

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Test
    void whatTheVendorRefusesIsListedAndShown() throws Exception {
        try (WeirProcess weir = serve()) {
            refuse(weir, 2);

            List<String> list = command("list").output().lines().toList();
            assertThat(list).hasSize(4);
            assertThat(list.get(1)).contains(" 1 ", "shop", "custom", "refused", "400", "kept");
            assertThat(list.get(3)).isEqualTo("2 letters: 2 kept, 0 replay asked, 0 drop asked");
            assertThat(command("show", "2").output())
                    .contains("\"status\" : 400", "\"method\" : \"POST\"", "\"path\" : \"/push/custom\"")
                    .contains("e1");
        }
    }

    @Test
    void theVendorsAnswerIsShown() throws Exception {
        try (WeirProcess weir = serve()) {
            refuse(weir, 1);

            assertThat(command("show", "1").output()).contains("no such shop");
        }
    }

    @Test
    void onceTheVendorIsMendedAReplayArrivesWithTheKeyThatItHad() throws Exception {
        try (WeirProcess weir = serve()) {
            refuse(weir, 3);
            Set<String> keys = keys(vendor.received());
            vendor.behave(VendorServer.OK);

            assertThat(command("replay", "--all").output()).startsWith("vendor: 3 letters to be replayed;");
            awaitEmptyList();

            assertThat(vendor.taken()).hasSize(3);
            assertThat(keys(vendor.taken())).isEqualTo(keys);
            assertThat(weir.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void aReplayThatIsRefusedAgainIsKeptWithOneMoreAttempt() throws Exception {
        try (WeirProcess weir = serve()) {
            refuse(weir, 1);
            command("replay", "1");

            Await.until(
                    "the letter tells of two attempts",
                    () -> command("list").output().lines().anyMatch(line -> line.matches("vendor +1 .* kept +2")));
            assertThat(keys(vendor.received())).hasSize(1);
            assertThat(vendor.received()).hasSize(2);
        }
    }

    @Test
    void aReplayIsMadeAlthoughTheProcessIsKilledInTheMiddleOfIt() throws Exception {
        Set<String> keys;
        try (WeirProcess weir = serve()) {
            refuse(weir, 3);
            keys = keys(vendor.received());
            vendor.behave(VendorServer.HANGING);
            command("replay", "--all");
            Await.until("replays are under way", () -> vendor.received().size() > 3);
            weir.kill();
        }
        vendor.behave(VendorServer.OK);
        try (WeirProcess weir = serve()) {
            awaitEmptyList();
            assertThat(keys(vendor.taken())).isEqualTo(keys);
            assertThat(weir.log()).doesNotContain("ERROR");
        }
        try (WeirProcess weir = serve()) {
            int taken = vendor.taken().size();
            post(weir, "later");
            Await.until("the event arrives", () -> vendor.taken().size() > taken);
            assertThat(vendor.taken()).as("nothing is replayed for ever").hasSize(taken + 1);
        }
    }

    @Test
    void whatIsAskedWhileTheServerIsStoppedIsHeededWhenItStarts() throws Exception {
        try (WeirProcess weir = serve()) {
            refuse(weir, 3);
            assertThat(weir.stop()).isZero();
        }
        vendor.behave(VendorServer.OK);
        command("replay", "1", "3");
        command("drop", "2");
        assertThat(command("list").output()).contains("3 letters: 0 kept, 2 replay asked, 1 drop asked");

        try (WeirProcess weir = serve()) {
            awaitEmptyList();
            assertThat(vendor.taken()).hasSize(2).noneMatch(call -> call.body().contains("e1"));
            assertThat(weir.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void whatIsDroppedIsGoneFromTheDisk() throws Exception {
        try (WeirProcess weir = serve()) {
            refuse(weir, 2);
            vendor.behave(VendorServer.OK);
            command("drop", "--all", "--yes");
            awaitEmptyList();

            assertThat(vendor.taken()).isEmpty();
            Await.until("no file of letters is left", () -> letterFiles().isEmpty());
            assertThat(weir.log()).doesNotContain("ERROR");
        }
    }

    private WeirProcess serve() throws IOException {
        return WeirProcess.serve(config, dir.resolve("data"), Map.of());
    }

    /** Sends so many events, and waits until each is a dead letter. */
    private void refuse(WeirProcess weir, int events) throws Exception {
        for (int i = 0; i < events; i++) {
            post(weir, "e" + i);
        }
        Await.until(
                "the events are refused",
                () -> Scrape.of(new Web(weir.privateUri())
                                        .send("GET", "/metrics", null)
                                        .body())
                                .sum("weir_sink_dead_lettered_total")
                        == events);
    }

    private static void post(WeirProcess weir, String label) throws Exception {
        String event = "{\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\",\"event\":\"tick\",\"label\":\"" + label + "\"}";
        assertThat(new Web(weir.publicUri()).post("/push/custom", event).statusCode())
                .isEqualTo(200);
    }

    private void awaitEmptyList() {
        Await.until("the list is empty", () -> command("list").output().contains("0 letters: "));
    }

    private WeirProcess.Result command(String... arguments) throws IOException {
        String[] all = Stream.of(
                        Stream.of("deadletter"), Stream.of(arguments), Stream.of("--config", config.toString()))
                .flatMap(each -> each)
                .toArray(String[]::new);
        WeirProcess.Result result =
                WeirProcess.run(Map.of("WEIR_DATA", dir.resolve("data").toString()), all);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result;
    }

    private static Set<String> keys(List<Received> calls) {
        Set<String> keys = new HashSet<>();
        calls.forEach(call -> keys.add(call.key()));
        return keys;
    }

    private List<Path> letterFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        try (var found = Files.newDirectoryStream(dir.resolve("data").resolve("deadletters"), "*.ndjson")) {
            found.forEach(files::add);
        }
        return files;
    }
}
