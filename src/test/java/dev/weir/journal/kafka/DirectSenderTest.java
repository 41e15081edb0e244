package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.event.Promise;
import dev.weir.journal.Envelopes;
import dev.weir.journal.HandOver;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectSenderTest {

    private final List<Model> producers = new CopyOnWriteArrayList<>();
    private final HandOver handOver = new HandOver(64, 1 << 20);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final DirectSender sender = new DirectSender(
            KafkaOptions.at("127.0.0.1:9", "events", true),
            handOver,
            this::open,
            new Receiver(),
            InstantSource.system());
    private final Thread thread = new Thread(sender, "sender-under-test");

    @AfterEach
    void end() throws InterruptedException {
        handOver.close();
        thread.join();
    }

    /** Or a cluster that takes long for an event would be taken for lost every time that it is found again. */
    @Test
    void whatAReplacedProducerHadUnderWayIsNoFailureOfTheCluster() {
        thread.start();
        offer(1);
        offer(2);
        Await.until("under way", () -> sent(0) == 2);
        producers.get(0).failNext();
        assertThat(told).containsExactly("1 FAILED");
        assertThat(sender.isHealthy()).isFalse();

        sender.onRecovered();
        offer(3);
        Await.until("another producer has it", () -> sent(1) == 1);
        assertThat(told).containsExactly("1 FAILED", "2 FAILED");
        assertThat(sender.isHealthy()).isTrue();

        producers.get(1).completeNext();
        assertThat(told).containsExactly("1 FAILED", "2 FAILED", "replicated");
    }

    @Test
    void afterAFailureEventsAreRefusedUntilSomebodyHasLooked() {
        thread.start();
        offer(1);
        Await.until("under way", () -> sent(0) == 1);
        producers.get(0).failNext();
        offer(2);
        Await.until("refused", () -> told.size() == 2);
        assertThat(told).containsExactly("1 FAILED", "2 FAILED");
        assertThat(sent(0)).isEqualTo(1);
    }

    private Model open() {
        Model model = new Model();
        producers.add(model);
        return model;
    }

    private int sent(int producer) {
        return producer < producers.size() ? producers.get(producer).history().size() : 0;
    }

    private void offer(int number) {
        handOver.offer(new Pending(
                Envelopes.numbered(number),
                new Journal.Ack() {
                    @Override
                    public void onKept(long seq) {}

                    @Override
                    public void onFailed(Journal.Failure why) {
                        told.add(number + " " + why);
                    }
                },
                0));
    }

    private final class Receiver implements Sender.Receiver {
        @Override
        public void onKept(Pending pending, long timeMillis, Promise made) {
            told.add(made.label());
        }

        @Override
        public void onTooLarge(Pending pending) {
            told.add("too large");
        }
    }

    /** Closed, it fails what is under way, as Kafka's does. */
    private static final class Model extends MockProducer<byte[], byte[]> {

        private Model() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        private boolean failNext() {
            return errorNext(new TimeoutException("late"));
        }

        @Override
        public void close(Duration timeout) {
            while (failNext()) {}
            super.close(timeout);
        }
    }
}
