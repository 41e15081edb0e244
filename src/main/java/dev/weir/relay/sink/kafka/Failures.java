package dev.weir.relay.sink.kafka;

import org.apache.kafka.common.KafkaException;

/** Tells of a failure what may be told. */
final class Failures {

    private Failures() {}

    /** Its causes, and the messages of Kafka's own: those of others may quote a piece of a property, and so of a secret. */
    static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : ", because of ")
                    .append(cause.getClass().getSimpleName());
            if (cause instanceof KafkaException && cause.getMessage() != null) {
                text.append(" (").append(cause.getMessage()).append(')');
            }
        }
        return text.toString();
    }
}
