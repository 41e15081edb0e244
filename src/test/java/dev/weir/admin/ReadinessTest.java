package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

    @Test
    void oneCheckThatFailsIsEnough() {
        Readiness readiness = new Readiness().require("journal", () -> true).require("disk", () -> false);

        assertThat(readiness.holds()).isFalse();
        assertThat(readiness.report())
                .isEqualTo(new Readiness.Report(
                        false, "{\"status\":\"not-ready\",\"checks\":{\"journal\":true,\"disk\":false}}"));
    }

    @Test
    void whatIsShownDoesNotDecide() {
        Readiness readiness = new Readiness()
                .require("journal", () -> true)
                .show("sinks", () -> new TreeMap<>(Map.of("files", true, "vendor", false)));

        assertThat(readiness.holds()).isTrue();
        assertThat(readiness.report())
                .isEqualTo(new Readiness.Report(
                        true,
                        "{\"status\":\"ready\",\"checks\":{\"journal\":true},"
                                + "\"sinks\":{\"files\":true,\"vendor\":false}}"));
    }
}
