package dev.weir.journal.kafka;

import dev.weir.journal.Journal;
import dev.weir.journal.JournalContract;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.FileJournalOptions;
import dev.weir.relay.sink.kafka.KafkaBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** What every journal does, of a topic with one partition at a real broker, with and without a spill in front. */
final class KafkaJournalContractIT {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    private static Path brokerDir;

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start(brokerDir);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Nested
    final class WithoutSpill extends OfATopic {

        @Override
        protected Journal open() throws Exception {
            return atEnd(BothHalves.open(KafkaOptions.at(broker, topic), "files"));
        }
    }

    /** Which nothing has to go into. */
    @Nested
    final class BehindASpill extends OfATopic {

        @TempDir
        private Path dir;

        @Override
        protected Journal open() throws Exception {
            KafkaJournalOptions options = KafkaOptions.at(broker, topic).withSpillAfter(Duration.ofSeconds(30));
            return atEnd(BothHalves.open(options, spill(dir), "files"));
        }
    }

    /** Each begins without the broker, which comes a moment later: what is appended first goes by the spill. */
    @Nested
    final class ByTheSpill extends OfATopic {

        @TempDir
        private Path dir;

        @Override
        protected Journal open() throws Exception {
            KafkaJournalOptions options = KafkaOptions.at(broker, topic).withSpillAfter(Duration.ofSeconds(30));
            return atEnd(BothHalves.openSpilling(options, spill(dir), "files"));
        }
    }

    abstract static class OfATopic extends JournalContract {

        protected String topic;

        @BeforeEach
        final void makeTopic() {
            topic = "journal-" + TOPICS.incrementAndGet();
            broker.createTopic(topic, 1);
        }

        final Journal atEnd(BothHalves journal) throws Exception {
            journal.awaitEnd(KafkaOptions.end(broker, topic));
            return journal;
        }

        static FileJournal spill(Path dir) throws Exception {
            return FileJournal.open(
                    FileJournalOptions.in(dir).withFileBytes(64 * 1024).withReserveBytes(0),
                    InstantSource.system(),
                    System::nanoTime,
                    new Random(7),
                    new SimpleMeterRegistry());
        }
    }
}
