package dev.weir.server.config;

import dev.weir.relay.sink.file.FileSinkOptions;
import dev.weir.relay.sink.http.HttpSinkOptions;

/** One of the config's sinks. */
public sealed interface SinkConfig {

    String name();

    /** Writes NDJSON files. */
    record File(FileSinkOptions options) implements SinkConfig {
        @Override
        public String name() {
            return options.name();
        }
    }

    /** Calls a vendor over HTTP. */
    record Http(HttpSinkOptions options) implements SinkConfig {
        @Override
        public String name() {
            return options.name();
        }
    }
}
