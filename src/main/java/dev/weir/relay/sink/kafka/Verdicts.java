package dev.weir.relay.sink.kafka;

import dev.weir.relay.sink.Result;
import java.util.Set;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** What a producer's failure says about the event, the topic, and the producer. Pure. */
final class Verdicts {

    private static final int MAX_ANSWER = 256;

    /** Only these blame the event. All else passes, be it that a person has to do something about it. */
    private static final Set<Class<?>> REFUSALS =
            Set.of(RecordTooLargeException.class, SerializationException.class, InvalidRecordException.class);

    /** After these a producer will not deliver anything again, or not before it has a fresh identity. */
    private static final Set<Class<?>> FATAL = Set.of(
            AuthenticationException.class,
            ClusterAuthorizationException.class,
            ProducerFencedException.class,
            InvalidProducerEpochException.class,
            OutOfOrderSequenceException.class,
            UnsupportedVersionException.class);

    /** Where {@code send} says so itself. */
    private static final Set<Class<?>> OF_TOPIC = Set.of(
            TimeoutException.class,
            UnknownTopicOrPartitionException.class,
            InvalidTopicException.class,
            TopicAuthorizationException.class);

    private Verdicts() {}

    /** @param neverLeft whether the producer did not even take the record in */
    static Result of(Throwable failure, boolean neverLeft) {
        String reason = failure.getClass().getSimpleName();
        if (isAny(failure, REFUSALS)) {
            return Result.refused(0, reason, answer(failure.getMessage()));
        }
        // Of a record that was taken in, an earlier attempt of the producer's own may have arrived, whatever the last
        // one says.
        return neverLeft ? Result.unprocessed(reason) : Result.unknown(reason);
    }

    /** Of a record that was not taken in because of its topic. */
    static Result ofTopic(String topic, Exception failure) {
        return Result.unprocessed("topic " + topic + ": " + failure.getClass().getSimpleName());
    }

    /** Whether a record was not taken in because of its topic: there is none of this name, or it is not known yet, or not ours. */
    static boolean isOfTopic(Throwable failure) {
        return isAny(failure, OF_TOPIC) && !(failure instanceof BufferExhaustedException);
    }

    /** Whether the producer has to be replaced. */
    static boolean isFatal(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isAny(cause, FATAL)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAny(Throwable failure, Set<Class<?>> types) {
        for (Class<?> type : types) {
            if (type.isInstance(failure)) {
                return true;
            }
        }
        return false;
    }

    /** Kafka's message has sizes and names in it, and nothing that a visitor sent. */
    private static String answer(@Nullable String message) {
        if (message == null) {
            return "";
        }
        return message.length() <= MAX_ANSWER ? message : message.substring(0, MAX_ANSWER);
    }
}
