package dev.weir.journal.kafka;

import org.apache.kafka.clients.consumer.Consumer;

/** Opens a consumer that is no member of a group; it throws what Kafka throws. */
@FunctionalInterface
interface ConsumerSource {
    Consumer<byte[], byte[]> open();
}
