package dev.weir.relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The figures of the report are those of the relay. With {@code -Dweir.report=write} the report is made to be so. */
final class SimulationReportTest {

    private static final Path GOLDEN = Path.of("src/test/resources/relay/report.md");

    @Test
    void theFiguresAreThoseOfTheReport() throws IOException {
        String now = Report.write();
        if ("write".equals(System.getProperty("weir.report"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, now);
        }
        assertThat(LineDiff.of(Files.readString(GOLDEN), now))
                .as("lines of %s that are (+) and are not (-) so any longer", GOLDEN)
                .isEmpty();
    }
}
