package dev.weir.relay.sink.kafka;

import org.apache.kafka.clients.producer.Producer;

/** Makes producers. */
@FunctionalInterface
interface ProducerSource {

    /** May block while names are resolved. @throws org.apache.kafka.common.KafkaException when it cannot be made */
    Producer<byte[], byte[]> open();
}
