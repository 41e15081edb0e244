package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {

    private static final KafkaJournalOptions OPTIONS = KafkaOptions.at("127.0.0.1:9", "events", true);

    /** Brokers keep two requests of a producer that they do not know in no order. */
    @Test
    void oneRequestGoesAfterTheOther() {
        for (KafkaJournalOptions options : List.of(OPTIONS, OPTIONS.withSpillAfter(Duration.ofMillis(500)))) {
            assertThat(ClientSettings.ofProducer(options))
                    .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        }
    }
}
