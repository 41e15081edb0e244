package dev.weir.kafka;

import java.io.IOException;
import org.apache.kafka.common.KafkaException;

/** Tells of a failure what may be told. */
public final class Failures {

    private Failures() {}

    /**
     * Its causes, with the messages of Kafka's own, of files and of TLS; those of others, above all of who parses properties,
     * may quote a piece of a secret.
     */
    public static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : ", because of ")
                    .append(cause.getClass().getSimpleName());
            boolean mayBeTold = cause instanceof KafkaException || cause instanceof IOException;
            if (mayBeTold && cause.getMessage() != null) {
                text.append(" (").append(cause.getMessage()).append(')');
            }
        }
        return text.toString();
    }
}
