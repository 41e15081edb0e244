package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausedSinksTest {

    @TempDir
    Path data;

    @Test
    void noneIsPausedInTheBeginning() throws Exception {
        assertThat(new PausedSinks(data).load(List.of("files"))).isEmpty();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void whatWasPausedStaysSo() throws Exception {
        new PausedSinks(data).save(List.of("vendor", "bus"));

        assertThat(new PausedSinks(data).load(List.of("files", "vendor", "bus")))
                .containsExactly("bus", "vendor");
    }

    @Test
    void whatIsInTheConfigNoLongerIsForgotten() throws Exception {
        new PausedSinks(data).save(List.of("vendor", "bus"));

        assertThat(new PausedSinks(data).load(List.of("files", "vendor"))).containsExactly("vendor");
    }

    @Test
    void allMayBeResumed() throws Exception {
        PausedSinks paused = new PausedSinks(data);
        paused.save(List.of("vendor"));
        paused.save(List.of());

        assertThat(paused.load(List.of("vendor"))).isEmpty();
    }

    @Test
    void aServerDoesNotStartWhenNobodyCanTell() throws Exception {
        Files.createDirectory(data.resolve("paused"));

        assertThatThrownBy(() -> new PausedSinks(data).load(List.of("vendor")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("paused: cannot be read");
    }
}
