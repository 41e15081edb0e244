package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.kafka.TopicCheck.Topic;
import org.junit.jupiter.api.Test;

class TopicCheckTest {

    @Test
    void aTopicThatIsReplicatedAndMeansItLeavesNoDoubt() {
        assertThat(new Topic(12, 3, 2).doubts()).isEmpty();
        assertThat(new Topic(12, 2, 2).doubts()).isEmpty();
    }

    @Test
    void oneReplicaInSyncIsDoubtfulWhereThereAreMore() {
        assertThat(new Topic(12, 3, 1).doubts())
                .singleElement()
                .asString()
                .contains("min.insync.replicas is 1, and replication 3");
    }

    @Test
    void oneReplicaIsDoubtful() {
        assertThat(new Topic(12, 1, 1).doubts()).singleElement().asString().contains("replication is 1");
    }

    @Test
    void whatMayNotBeSeenIsNotDoubted() {
        assertThat(new Topic(12, 3, 0).doubts()).isEmpty();
    }
}
