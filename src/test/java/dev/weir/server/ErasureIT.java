package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.erase.Names;
import dev.weir.erase.Person;
import dev.weir.erase.Person.Kind;
import dev.weir.erase.Receipt;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
