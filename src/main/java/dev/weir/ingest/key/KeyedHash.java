package dev.weir.ingest.key;

/** What is kept or looked up in place of a secret. Safe for many threads. */
@FunctionalInterface
public interface KeyedHash {

    /** The hash of the text's UTF-8. */
    Digest of(String text);
}
