package dev.weir.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UpstreamOptionsTest {

    private static final UpstreamOptions OPTIONS =
            UpstreamOptions.of("vendor", URI.create("https://vendor.example/base/"));

    @Test
    void connectionsArePingedUnlessToldOtherwise() {
        assertThat(OPTIONS.pingInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(OPTIONS.pingTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anotherNumberOfConnectionsIsPingedAlike() {
        UpstreamOptions pinged = OPTIONS.withPings(Duration.ofSeconds(1), Duration.ofSeconds(2));

        assertThat(pinged.withConnections(7).pingInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(pinged.withConnections(7).pingTimeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void pingsThatNeverComeAreRefused() {
        assertThatThrownBy(() -> OPTIONS.withPings(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("sinks.vendor.ping-interval: PT0S (expected: 10ms to 1d)");
        assertThatThrownBy(() -> OPTIONS.withPings(Duration.ofSeconds(1), Duration.ofHours(1)))
                .hasMessage("sinks.vendor.ping-timeout: PT1H (expected: 10ms to 10m)");
    }
}
