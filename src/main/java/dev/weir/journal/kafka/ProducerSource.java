package dev.weir.journal.kafka;

import org.apache.kafka.clients.producer.Producer;

/** Opens a producer; it throws what Kafka throws. */
@FunctionalInterface
interface ProducerSource {
    Producer<byte[], byte[]> open();
}
