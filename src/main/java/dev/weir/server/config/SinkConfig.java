package dev.weir.server.config;

import dev.weir.relay.OutletOptions;
import dev.weir.relay.sink.file.FileSinkOptions;
import dev.weir.relay.sink.http.HttpSinkOptions;
import dev.weir.relay.sink.kafka.KafkaSinkOptions;

/** One of the config's sinks. */
public sealed interface SinkConfig {

    String name();

    /** How it is fed. */
    OutletOptions outlet();

    /** Writes NDJSON files. */
    record File(FileSinkOptions options, OutletOptions outlet) implements SinkConfig {
        @Override
        public String name() {
            return options.name();
        }
    }

    /** Calls a vendor over HTTP. */
    record Http(HttpSinkOptions options, OutletOptions outlet) implements SinkConfig {
        @Override
        public String name() {
            return options.name();
        }
    }

    /** Writes records to Kafka. */
    record Kafka(KafkaSinkOptions options, OutletOptions outlet) implements SinkConfig {
        @Override
        public String name() {
            return options.name();
        }
    }
}
