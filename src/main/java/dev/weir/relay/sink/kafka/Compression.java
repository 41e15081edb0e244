package dev.weir.relay.sink.kafka;

/** How batches of records are compressed. The label is Kafka's own word, and that of the config. */
public enum Compression {
    NONE("none"),
    GZIP("gzip"),
    LZ4("lz4"),
    ZSTD("zstd"),
    SNAPPY("snappy");

    private final String label;

    Compression(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
