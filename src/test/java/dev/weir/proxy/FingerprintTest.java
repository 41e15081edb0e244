package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void theSameRequestIsAlike() {
        assertThat(of("GET", "/a", "q=1", "t", "Bearer x", "b"))
                .isEqualTo(of("GET", "/a", "q=1", "t", "Bearer x", "b"));
    }

    @Test
    void eachPartOfARequestCounts() {
        List<Fingerprint> all = List.of(
                of("GET", "/a", "q=1", "t", "x", "b"),
                of("PUT", "/a", "q=1", "t", "x", "b"),
                of("GET", "/b", "q=1", "t", "x", "b"),
                of("GET", "/a", "q=2", "t", "x", "b"),
                of("GET", "/a", "q=1", "u", "x", "b"),
                of("GET", "/a", "q=1", "t", "y", "b"),
                of("GET", "/a", "q=1", "t", "x", "c"),
                of("GET", "/a", "q=1", "t", null, "xb"),
                of("GET", "/a", "q=1", "t", "", "xb"),
                of("GET", "/aq", "=1", "t", "x", "b"));

        assertThat(all.stream().collect(Collectors.toSet())).hasSameSizeAs(all);
    }

    @Test
    void itShowsNothing() {
        assertThat(of("GET", "/a", "secret=1", "t", "x", "b")).hasToString("Fingerprint[]");
    }

    private static Fingerprint of(
            String method, String path, String query, String type, String authorization, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Fingerprint.of(
                new Outbound(new Beacon(method, path, query, Beacon.BodyKind.NONE, bytes), type, authorization));
    }
}
