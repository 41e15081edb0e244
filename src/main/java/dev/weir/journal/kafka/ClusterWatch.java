package dev.weir.journal.kafka;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the cluster while it is not well, and tells the sender when it is. Runs on a thread of its own until it is stopped. */
final class ClusterWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final long LOOK_EVERY_MILLIS = 1000;

    private final KafkaJournalOptions options;
    private final TopicCheck check;
    private final Sender sender;
    private final CountDownLatch stop;

    /** @param stop ends it */
    ClusterWatch(KafkaJournalOptions options, TopicCheck check, Sender sender, CountDownLatch stop) {
        this.options = options;
        this.check = check;
        this.sender = sender;
        this.stop = stop;
    }

    @Override
    public void run() {
        try {
            while (!stop.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!sender.isAnswered() && isThere()) {
                    sender.onRecovered();
                }
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isThere() throws InterruptedException {
        try {
            TopicCheck.Topic unused = check.look(ClientSettings.LOOK_LIMIT);
            return true;
        } catch (IOException notYet) {
            LOG.debug("journal topic={} state=failing: {}", options.topic(), notYet.getMessage());
            return false;
        }
    }
}
