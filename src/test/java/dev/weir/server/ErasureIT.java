package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.erase.Names;
import dev.weir.erase.Person;
import dev.weir.erase.Person.Kind;
import dev.weir.erase.Receipt;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureIT {

    private static final String CONFIG = """
            sinks: [{name: files, type: file, dir: events, gzip: false}]
            sections:
              - name: shop
                personaclick: [{shop-id: SHOP}]
                sinks: [files]
            """;
    private static final String PERSON = "PersonDevice01";

    private static final String BY_DEVICE = "{\"section\":\"shop\",\"did\":\"" + PERSON + "\"}";

    @TempDir
    private Path data;

    @Test
    void byDeviceNothingOfThePersonIsFoundAndAllElseStays() throws Exception {
        sendAll();

        Receipt receipt = Wiring.erase(config(), new Person("shop", Kind.DEVICE, PERSON));

        assertThat(receipt.isClean()).as(receipt.json()).isTrue();
        assertThat(receipt.journalEvents()).isEqualTo(2);
        assertThat(receipt.lines()).containsEntry("files", 2L);
        assertThat(filesWith(PERSON)).isEmpty();
        assertThat(filesWith("person@shop.example")).isEmpty();
        assertThat(EventLines.in(data.resolve("events")))
                .filteredOn(line -> line.contains("OtherDevice001"))
                .hasSize(2);
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            Await.until("settled", () -> weir.isSettled("files"));
        }
        assertThat(filesWith(PERSON)).isEmpty();
    }

    @Test
    void byTheHashOfAnAddressAllEventsOfItsDevicesGo() throws Exception {
        sendAll();
        String hash = String.valueOf(Names.emailHash(" Person@Shop.example "));

        Receipt receipt = Wiring.erase(config(), new Person("shop", Kind.EMAIL, hash));
        Receipt again = Wiring.erase(config(), new Person("shop", Kind.EMAIL, hash));

        assertThat(receipt.isClean()).as(receipt.json()).isTrue();
        assertThat(receipt.journalEvents()).isEqualTo(2);
        assertThat(filesWith(PERSON)).isEmpty();
        assertThat(again.isClean()).isTrue();
        assertThat(again.journalEvents()).isZero();
        assertThat(again.person()).isEqualTo(receipt.person());
    }

    /** Whoever knows a device's id can send his own address with it, and then ask to be forgotten. */
    @Test
    void aStrangerWhoPlantsHisAddressOnADeviceTakesNothingOfItWithHim() throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            push(weir, PERSON, ",\"email\":\"person@shop.example\"");
            push(weir, PERSON, "");
            push(weir, PERSON, ",\"email\":\"stranger@evil.example\"");
            push(weir, "StrangerDevice", ",\"email\":\"stranger@evil.example\"");
            Await.until("settled", () -> weir.isSettled("files"));
        }

        Receipt receipt = Wiring.erase(
                config(), new Person("shop", Kind.EMAIL, String.valueOf(Names.emailHash("stranger@evil.example"))));

        assertThat(receipt.isClean()).as(receipt.json()).isTrue();
        assertThat(receipt.journalEvents()).isEqualTo(2);
        assertThat(receipt.ambiguous()).containsExactly(PERSON);
        assertThat(receipt.answer()).contains("\"ambiguous_devices\":1,\"ambiguous\":[\"" + PERSON + "\"]");
        assertThat(filesWith("stranger@evil.example")).isEmpty();
        assertThat(filesWith("StrangerDevice")).isEmpty();
        assertThat(EventLines.in(data.resolve("events")))
                .filteredOn(line -> line.contains(PERSON))
                .hasSize(2);
        assertThat(filesBelow("erasures", PERSON))
                .as("the receipt that is kept")
                .isEmpty();
    }

    @Test
    void byTheHashOfANumberInWhateverWayItWasWritten() throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            push(weir, "OtherDevice001", ",\"phone\":\"+49 170 7654321\"");
            push(weir, PERSON, "");
            push(weir, PERSON, ",\"phone\":\"+49 (170) 123-45.67\"");
            push(weir, "PersonDevice02", ",\"profile\":{\"phone\":\"491701234567\"}");
            Await.until("settled", () -> weir.isSettled("files"));
        }

        Receipt receipt = Wiring.erase(
                config(), new Person("shop", Kind.PHONE, String.valueOf(Names.phoneHash("+49 170 1234567"))));

        assertThat(receipt.isClean()).as(receipt.json()).isTrue();
        assertThat(receipt.journalEvents()).isEqualTo(3);
        for (String trace : List.of("PersonDevice", "123-45.67", "491701234567")) {
            assertThat(filesWith(trace)).as(trace).isEmpty();
        }
        assertThat(filesWith("+49 170 7654321")).isNotEmpty();
    }

    @Test
    void theLettersOfThePersonAreErasedAndThoseOfOthersAreSentAgain() throws Exception {
        try (VendorServer vendor = VendorServer.start()) {
            vendor.behave(
                    call -> call.json(400, "{\"error\":\"" + (call.body().contains(PERSON) ? PERSON : "no") + "\"}"));
            try (LocalWeir weir = LocalWeir.start(data, withVendor(vendor))) {
                push(weir, PERSON, "");
                push(weir, "OtherDevice001", "");
                Await.until("refused", () -> weir.scrape().sum("weir_sink_dead_lettered_total") == 2);
                assertThat(filesBelow("deadletters", PERSON)).isNotEmpty();

                HttpResponse<String> answer = weir.admin().post("/api/erase", BY_DEVICE);

                assertThat(answer.body()).contains("\"vendor\":1},\"lines\":{\"files\":1}", "\"clean\":true}");
                assertThat(filesWith(PERSON)).isEmpty();
                vendor.behave(VendorServer.OK);
                assertThat(weir.admin()
                                .post("/api/deadletters/vendor/replay", "{\"all\":true}")
                                .statusCode())
                        .isEqualTo(200);
                Await.until("sent again", () -> !vendor.taken().isEmpty());
            }
            assertThat(vendor.taken()).singleElement().asString().contains("OtherDevice001");
        }
    }

    /** The disk fails after the journal has been erased, which alone told of which devices the address was. */
    @Test
    void whatWasCutShortIsFinishedAtTheNextStartBeforeAnythingIsDelivered() throws Exception {
        try (VendorServer vendor = VendorServer.start()) {
            vendor.behave(VendorServer.FAILING);
            try (LocalWeir weir = LocalWeir.start(data, withVendor(vendor))) {
                push(weir, "OtherDevice001", "");
                push(weir, PERSON, ",\"email\":\"person@shop.example\"");
                push(weir, PERSON, "");
                Await.until("in the files", () -> weir.isSettled("files"));
                Path obstacle = obstacle();

                HttpResponse<String> answer = weir.admin()
                        .post(
                                "/api/erase",
                                "{\"section\":\"shop\",\"email-sha256\":\"" + Names.emailHash("person@shop.example")
                                        + "\"}");

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                Files.delete(obstacle);
                Files.delete(obstacle.getParent());
            }
            assertThat(filesBelow("journal", PERSON)).isEmpty();
            assertThat(filesBelow("events", PERSON)).isNotEmpty();
            assertThat(data.resolve("erasures/pending")).exists();
            vendor.behave(VendorServer.OK);
            int before = vendor.received().size();

            try (LocalWeir weir = LocalWeir.start(data, withVendor(vendor))) {
                assertThat(data.resolve("erasures/pending")).doesNotExist();
                assertThat(filesWith(PERSON)).isEmpty();
                Await.until("settled", () -> weir.isSettled("vendor"));
            }
            assertThat(vendor.received().subList(before, vendor.received().size()))
                    .isNotEmpty()
                    .allMatch(call -> call.body().contains("OtherDevice001"));
            assertThat(filesWith("person@shop.example")).isEmpty();
            assertThat(filesBelow("erasures", "\"by\":\"email-sha256\"")).hasSize(1);
        }
    }

    /** The search opens every file but one: closing that would free the folder for whoever comes next. */
    @Test
    void theFolderStaysTheServersOwn() throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            push(weir, PERSON, "");
            assertThat(weir.admin().post("/api/erase", BY_DEVICE).body()).endsWith("\"clean\":true}");

            WeirProcess.Result second = WeirProcess.run(
                    Map.of("WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", data.toString()), "serve");

            assertThat(second.exitCode()).as(second.output()).isEqualTo(1);
            assertThat(second.output()).contains("is in use by process");
        }
    }

    /** Which sections there are the server knows, and not the config that the command would serve on. */
    @Test
    void theCommandHasTheServerDoItThatHasTheData() throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            push(weir, PERSON, "");
            Map<String, String> environment = Map.of(
                    "WEIR_DATA",
                    data.toString(),
                    "WEIR_ADMIN_PORT",
                    Integer.toString(weir.privateUri().getPort()));

            WeirProcess.Result erased = WeirProcess.run(environment, "erase", "--section", "shop", "--did", PERSON);
            WeirProcess.Result unknown = WeirProcess.run(environment, "erase", "--section", "nobody", "--did", PERSON);

            assertThat(erased.exitCode()).as(erased.output()).isZero();
            assertThat(erased.output()).contains("erased: 1 events of the journal, 1 lines, ");
            assertThat(WeirProcess.run(environment, "erase", "--section", "shop", "--did", "mistyped")
                            .output())
                    .contains("nothing was found of this person");
            assertThat(unknown.exitCode()).as(unknown.output()).isEqualTo(2);
            assertThat(unknown.output())
                    .contains("section: unknown (expected: one of the config's, such as shop)")
                    .hasLineCount(1);
            // Last, because it opens the lock's file too, in the server's process, and so frees it.
            assertThat(filesWith(PERSON)).isEmpty();
        }
    }

    @Test
    void theLiveLogShowsThePersonNoLonger() throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            try (LiveReader first = LiveReader.open(weir.privateUri(), "")) {
                push(weir, PERSON, "");
                push(weir, "OtherDevice001", "");
                first.request("the person", request -> PERSON.equals(request.get("device")));

                assertThat(weir.admin().post("/api/erase", BY_DEVICE).statusCode())
                        .isEqualTo(200);

                try (LiveReader second = LiveReader.open(weir.privateUri(), "?after=0")) {
                    second.request("another", request -> "OtherDevice001".equals(request.get("device")));
                    assertThat(second.messages().toString()).doesNotContain(PERSON);
                }
            }
        }
    }

    /** A folder where the file sink would write its file anew. */
    private Path obstacle() throws Exception {
        try (Stream<Path> files = Files.list(data.resolve("events"))) {
            Path folder = Files.createDirectory(Path.of(files.findFirst().orElseThrow() + ".tmp"));
            return Files.createFile(folder.resolve("in-the-way"));
        }
    }

    private static String withVendor(VendorServer vendor) {
        return """
                sinks:
                  - {name: files, type: file, dir: events, gzip: false}
                  - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: h2}
                sections:
                  - name: shop
                    personaclick: [{shop-id: SHOP}]
                    sinks: [files, vendor]
                """.formatted(vendor.port());
    }

    private void sendAll() throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            push(weir, "OtherDevice001", "");
            push(weir, PERSON, "");
            push(weir, PERSON, ",\"email\":\"person@shop.example\"");
            push(weir, "OtherDevice001", "");
            Await.until("settled", () -> weir.isSettled("files"));
        }
        assertThat(filesWith(PERSON)).isNotEmpty();
    }

    private static void push(LocalWeir weir, String device, String more) throws Exception {
        String body = "{\"event\":\"view\",\"shop_id\":\"SHOP\",\"did\":\"" + device + "\",\"seance\":\"seance-of-"
                + device + "\",\"items\":[{\"id\":\"7\"}]" + more + "}";
        assertThat(weir.post("/push", body).statusCode()).isEqualTo(200);
    }

    private WeirConfig config() throws Exception {
        return new ConfigReader(Map.of("WEIR_DATA", data.toString())).read("weir.yaml", CONFIG);
    }

    private List<Path> filesWith(String text) throws Exception {
        return filesBelow("", text);
    }

    private List<Path> filesBelow(String folder, String text) throws Exception {
        for (; ; ) {
            try {
                return search(folder, text);
            } catch (UncheckedIOException | NoSuchFileException changed) {
                // A server that runs puts files in the place of others: what has gone is looked for under its next
                // name.
            }
        }
    }

    private List<Path> search(String folder, String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(data.resolve(folder))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
