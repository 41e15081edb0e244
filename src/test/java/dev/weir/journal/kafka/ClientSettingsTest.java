package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {

    private static final KafkaJournalOptions OPTIONS = KafkaOptions.at("127.0.0.1:9", "events", true);

    /** Brokers keep two requests of a producer that they do not know in no order. */
    @Test
    void whatIsSpilledGoesOneRequestAfterTheOther() {
        assertThat(ClientSettings.ofProducer(OPTIONS.withSpillAfter(Duration.ofMillis(500))))
                .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        assertThat(ClientSettings.ofProducer(OPTIONS))
                .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
    }
}
