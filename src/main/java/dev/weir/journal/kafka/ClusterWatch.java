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
    /** One that is not there may give a reason after the other. */
    private static final int LOOKS_FOR_A_LINE = 30;

    private final KafkaJournalOptions options;
    private final TopicCheck check;
    private final Sender sender;
    private final CountDownLatch stop;
    /** Why it is not there, as it was told last; empty while it is. */
    private String told = "";

    private int untold;

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
            sender.onTopic(check.look(ClientSettings.LOOK_LIMIT));
            told = "";
            return true;
        } catch (IOException notYet) {
            tell(String.valueOf(notYet.getMessage()));
            return false;
        }
    }

    /** What somebody has to mend, such as a topic that was deleted, is told once. */
    private void tell(String reason) {
        untold++;
        boolean isNews = !reason.equals(told) && (told.isEmpty() || untold >= LOOKS_FOR_A_LINE);
        if (isNews) {
            told = reason;
            untold = 0;
            LOG.warn("journal topic={} takes nothing yet: {}", options.topic(), reason);
        }
    }
}
