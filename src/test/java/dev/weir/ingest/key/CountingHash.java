package dev.weir.ingest.key;

import java.util.Random;

/** A keyed hash that tells how often it was asked. */
final class CountingHash implements KeyedHash {

    private final KeyedHash hash = HmacSha256.drawn(new Random(11));
    private int count;

    @Override
    public Digest of(String text) {
        count++;
        return hash.of(text);
    }

    int count() {
        return count;
    }
}
