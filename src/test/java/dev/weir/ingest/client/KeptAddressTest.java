package dev.weir.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope.Client;
import dev.weir.event.Section;
import dev.weir.event.Section.Addresses;
import dev.weir.event.Section.Bots;
import dev.weir.event.Section.Web;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KeptAddressTest {

    private static final Section FULL = new Section(
            "shop",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of("files"));
    private static final Section TRUNCATED = FULL.with(new Web(List.of(), Addresses.TRUNCATED, Bots.DEFAULT));

    @Test
    void aSectionThatKeepsAddressesKeepsTheClientAsItIs() {
        Client client = new Client("203.0.113.9", "agent", "https://shop.example/");

        assertThat(KeptAddress.of(FULL, client)).isSameAs(client);
    }

    @Test
    void aSectionThatTruncatesKeepsTheNetworkAndAllElse() {
        assertThat(KeptAddress.of(TRUNCATED, new Client("203.0.113.9", "agent", "https://shop.example/")))
                .isEqualTo(new Client("203.0.113.0", "agent", "https://shop.example/"));
    }

    @Test
    void whatCannotBeCutIsNotKept() {
        assertThat(KeptAddress.of(TRUNCATED, new Client("203.0.113.9 or so", null, null))
                        .address())
                .isNull();
    }

    @Test
    void nobodyStaysNobody() {
        assertThat(KeptAddress.of(TRUNCATED, Client.UNKNOWN)).isEqualTo(Client.UNKNOWN);
    }
}
