package dev.weir.journal.kafka;

import dev.weir.journal.Journal;
import dev.weir.journal.JournalContract;
import dev.weir.relay.sink.kafka.KafkaBroker;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every journal does, of a topic with one partition at a real broker. */
final class KafkaJournalContractIT extends JournalContract {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    private static Path dir;

    private static KafkaBroker broker;

    private String topic;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start(dir);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTopic() {
        topic = "journal-" + TOPICS.incrementAndGet();
        broker.createTopic(topic, 1);
    }

    @Override
    protected Journal open() throws Exception {
        BothHalves journal = BothHalves.open(KafkaOptions.at(broker, topic), "files");
        journal.awaitEnd(KafkaOptions.end(broker, topic));
        return journal;
    }
}
