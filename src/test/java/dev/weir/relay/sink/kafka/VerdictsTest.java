package dev.weir.relay.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.Result;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictsTest {

    @ParameterizedTest
    @MethodSource("theEventsFault")
    void whatIsTheEventsFaultIsRefusedWithKafkasWords(RuntimeException failure) {
        Result refused = Result.refused(0, failure.getClass().getSimpleName(), "why");

        assertThat(Verdicts.of(failure, true)).isEqualTo(refused);
        assertThat(Verdicts.of(failure, false)).isEqualTo(refused);
    }

    @ParameterizedTest
    @MethodSource("theClustersFault")
    void whatIsTheClustersFaultIsTriedAgain(RuntimeException failure) {
        String reason = failure.getClass().getSimpleName();

        assertThat(Verdicts.of(failure, true)).isEqualTo(Result.unprocessed(reason));
        assertThat(Verdicts.of(failure, false)).isEqualTo(Result.unknown(reason));
    }

    @Test
    void kafkasWordsAreBounded() {
        assertThat(Verdicts.of(new RecordTooLargeException("x".repeat(1000)), true)
                        .answer())
                .hasSize(256);
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void someFailuresEndAProducer(RuntimeException failure) {
        assertThat(Verdicts.isFatal(failure)).isTrue();
        assertThat(Verdicts.isFatal(new KafkaException("wrapped", failure))).isTrue();
    }

    @Test
    void othersDoNot() {
        assertThat(Stream.concat(theEventsFault(), theClustersFault())
                        .filter(failure -> !Set.copyOf(
                                        fatal().map(Object::getClass).toList())
                                .contains(failure.getClass())))
                .isNotEmpty()
                .noneMatch(Verdicts::isFatal);
    }

    @Test
    void memoryThatIsUsedUpIsNotTheTopicsFault() {
        assertThat(Verdicts.isOfTopic(new TimeoutException("not in metadata"))).isTrue();
        assertThat(Verdicts.isOfTopic(new BufferExhaustedException("full"))).isFalse();
    }

    private static Stream<RuntimeException> theEventsFault() {
        return Stream.of(
                new RecordTooLargeException("why"),
                new SerializationException("why"),
                new InvalidRecordException("why"));
    }

    private static Stream<RuntimeException> theClustersFault() {
        return Stream.of(
                new TimeoutException("expired"),
                new BufferExhaustedException("full"),
                new UnknownTopicOrPartitionException("none"),
                new InvalidTopicException("weir"),
                new TopicAuthorizationException("weir"),
                new ClusterAuthorizationException("no"),
                new NotEnoughReplicasException("few"),
                new InvalidTimestampException("late"),
                new SaslAuthenticationException("who"),
                new KafkaException("part of a batch with an invalid record"));
    }

    private static Stream<RuntimeException> fatal() {
        return Stream.of(
                new ProducerFencedException("fenced"),
                new InvalidProducerEpochException("old"),
                new OutOfOrderSequenceException("gap"),
                new UnknownProducerIdException("forgotten"),
                new SaslAuthenticationException("who"),
                new SslAuthenticationException("who"),
                new ClusterAuthorizationException("no"),
                new UnsupportedVersionException("old"));
    }
}
