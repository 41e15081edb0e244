package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.admin.Standing.Doubt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusedCallersTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(RefusedCallers.class);

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final RefusedCallers refused = new RefusedCallers(registry, () -> now);

    @BeforeEach
    void listen() {
        logged.start();
        LOG.addAppender(logged);
    }

    @AfterEach
    void leave() {
        LOG.detachAppender(logged);
    }

    @Test
    void aReasonIsToldOnceHoweverOftenItComes() {
        for (int i = 0; i < 100; i++) {
            refused.onRefused(Doubt.WRONG_TOKEN, "192.0.2.1");
            now = now.plusSeconds(60);
        }
        refused.onRefused(Doubt.NO_TOKEN, "192.0.2.2");

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line).contains("reason=wrong-token address=192.0.2.1"),
                        line -> assertThat(line).contains("reason=no-token address=192.0.2.2"));
        assertThat(registry.get("weir.admin.refused")
                        .tag("reason", "wrong-token")
                        .counter()
                        .count())
                .isEqualTo(100);
    }

    @Test
    void afterAQuietTimeItIsToldAgain() {
        refused.onRefused(Doubt.WRONG_TOKEN, "192.0.2.1");
        now = now.plus(RefusedCallers.QUIET);
        refused.onRefused(Doubt.WRONG_TOKEN, "192.0.2.1");

        assertThat(logged.list).hasSize(2);
    }
}
