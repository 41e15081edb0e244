package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.kafka.TopicCheck.Topic;
import org.junit.jupiter.api.Test;

class TopicCheckTest {

    @Test
    void aTopicThatIsReplicatedAndMeansItLeavesNoDoubt() {
        assertThat(topic(12, 3, 2).doubts()).isEmpty();
        assertThat(topic(12, 2, 2).doubts()).isEmpty();
    }

    @Test
    void oneReplicaInSyncIsDoubtfulWhereThereAreMore() {
        assertThat(topic(12, 3, 1).doubts())
                .singleElement()
                .asString()
                .contains("min.insync.replicas is 1, and replication 3");
    }

    @Test
    void oneReplicaIsDoubtful() {
        assertThat(topic(12, 1, 1).doubts()).singleElement().asString().contains("replication is 1");
    }

    @Test
    void whatMayNotBeSeenIsNotDoubted() {
        assertThat(topic(12, 3, 0).doubts()).isEmpty();
    }

    @Test
    void aCompactedTopicIsDoubtful() {
        assertThat(new Topic(12, 3, 2, Long.MAX_VALUE, true).doubts())
                .singleElement()
                .asString()
                .contains("cleanup.policy is compact");
    }

    private static Topic topic(int partitions, int replication, int minInSync) {
        return new Topic(partitions, replication, minInSync, Long.MAX_VALUE, false);
    }
}
