package dev.weir.dialect.gravityfield;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A dialect that always seals alike, in front of one vendor. */
final class Fixtures {

    static final String VENDOR = "https://vendor.example";

    private Fixtures() {}

    static GravityField dialect() {
        return new GravityField(urls());
    }

    static EngagementUrls urls() {
        return new EngagementUrls(
                "a key of the tests, 32 bytes long".getBytes(StandardCharsets.US_ASCII), List.of(URI.create(VENDOR)));
    }
}
