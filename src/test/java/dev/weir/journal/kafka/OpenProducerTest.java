package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.journal.Acks;
import dev.weir.journal.Envelopes;
import dev.weir.journal.HandOver.Pending;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class OpenProducerTest {

    private final ModelKafka kafka = new ModelKafka();
    private final List<String> told = new ArrayList<>();
    private final OpenProducer producer = new OpenProducer(kafka.open(), () -> told.add("failure"));

    @Test
    void whatKafkaHasIsToldOf() {
        send(1);
        send(2);
        kafka.takeAndTellAll();

        assertThat(told).containsExactly("1", "2");
        assertThat(producer.hasFailed()).isFalse();
    }

    @Test
    void theFirstFailureIsTheEndAndWhatCameLaterIsNotToldOf() {
        send(1);
        send(2);
        kafka.take(0);
        kafka.fail(0);
        send(3);
        kafka.tell(0);

        assertThat(told).containsExactly("failure");
        assertThat(producer.failure()).contains("TimeoutException");
    }

    @Test
    void oneThatIsAbandonedTellsNothingAndIsNoFailure() {
        send(1);
        producer.abandon();
        kafka.takeAndTellAll();

        assertThat(told).isEmpty();
        assertThat(producer.hasFailed()).isTrue();
    }

    private void send(int number) {
        Envelope envelope = Envelopes.numbered(number);
        byte[] value = RecordCodec.value(new Pending(envelope, new Acks().next(), 0));
        producer.send(new ProducerRecord<>("topic", value), new OpenProducer.Outcome() {
            @Override
            public void onThere() {
                told.add(Integer.toString(number));
            }

            @Override
            public boolean tryRefuse() {
                return false;
            }
        });
    }
}
