package dev.weir.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class GuardTest {

    private static final double NANOS = 500;
    private static final double REFERENCE_NANOS = 1_000;

    @TempDir
    private Path dir;

    private Path baseline;
    private Path run;

    @BeforeEach
    void update() throws IOException {
        baseline = dir.resolve("baseline.json");
        run = dir.resolve("run.json");
        write(NANOS, 2_400, REFERENCE_NANOS);
        assertThat(guard("--update")).isZero();
    }

    @Test
    void theSameRunIsGood() {
        assertThat(guard()).isZero();
        assertThat(verdict()).satisfies(it -> assertThat(it.regressions()).isEmpty());
        assertThat(verdict().improvements()).isEmpty();
    }

    @Test
    void moreBytesAreFound() throws IOException {
        write(NANOS, 2_480, REFERENCE_NANOS);

        assertThat(guard()).isEqualTo(1);
        assertThat(verdict().regressions())
                .containsExactly("dialect.SomeBenchmark.read beacon=view: 2480.00 bytes, was 2400.00");
    }

    @Test
    void oneObjectIsFoundWhereThereWasNone() throws IOException {
        write(NANOS, 0.01, REFERENCE_NANOS);
        guard("--update");
        write(NANOS, 16, REFERENCE_NANOS);

        assertThat(guard()).isEqualTo(1);
    }

    @Test
    void fewerBytesAreToldAndGood() throws IOException {
        write(NANOS, 2_300, REFERENCE_NANOS);

        assertThat(guard()).isZero();
        assertThat(verdict().improvements()).hasSize(1);
    }

    @Test
    void aSlowerBenchmarkIsFound() throws IOException {
        write(NANOS * 1.6, 2_400, REFERENCE_NANOS);

        assertThat(guard()).isEqualTo(1);
        assertThat(verdict().regressions())
                .containsExactly("dialect.SomeBenchmark.read beacon=view: 0.80 times the reference, was 0.50");
    }

    @Test
    void aSlowerMachineIsNone() throws IOException {
        write(NANOS * 10, 2_400, REFERENCE_NANOS * 10);

        assertThat(guard()).isZero();
    }

    @Test
    void aFasterBenchmarkIsTold() throws IOException {
        write(NANOS / 2, 2_400, REFERENCE_NANOS);

        assertThat(guard()).isZero();
        assertThat(verdict().improvements()).hasSize(1);
    }

    @Test
    void aRunWithoutBytesIsNotGood() throws IOException {
        Files.writeString(run, Files.readString(run).replace("gc.alloc.rate.norm", "other"));

        assertThat(guard()).isEqualTo(1);
    }

    @Test
    void aRunOfNothingThatIsKnownIsNotGood() throws IOException {
        Files.writeString(run, Files.readString(run).replace("SomeBenchmark", "OtherBenchmark"));

        assertThat(guard()).isEqualTo(1);
        assertThat(verdict().lines()).contains("not in the baseline: dialect.OtherBenchmark.read beacon=view");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        StringWriter said = new StringWriter();
        CommandLine line = Guard.commandLine().setErr(new PrintWriter(said, true));

        assertThat(line.execute("nowhere.json")).isEqualTo(2);
        assertThat(said.toString()).contains("nowhere.json is not there");
    }

    @Test
    void theCommittedBaselineCanBeRead() throws IOException {
        Figures committed = Figures.ofBaseline(Path.of("bench/baseline.json"));

        assertThat(committed.costs()).isNotEmpty();
        assertThat(committed.costs().values())
                .allSatisfy(cost -> assertThat(cost.bytes()).isNotNegative());
    }

    private int guard(String... options) {
        CommandLine line = Guard.commandLine();
        String[] all = new String[options.length + 3];
        all[0] = run.toString();
        all[1] = "--baseline";
        all[2] = baseline.toString();
        System.arraycopy(options, 0, all, 3, options.length);
        return line.execute(all);
    }

    private Verdict verdict() {
        try {
            return Verdict.of(Figures.ofRun(run), Figures.ofBaseline(baseline));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private void write(double nanos, double bytes, double referenceNanos) throws IOException {
        Files.writeString(
                run,
                String.format(
                        Locale.ROOT,
                        "[{\"benchmark\":\"dev.weir.dialect.SomeBenchmark.read\",\"params\":{\"beacon\":\"view\"},"
                                + "\"primaryMetric\":{\"score\":%s,\"scoreUnit\":\"ns/op\"},"
                                + "\"secondaryMetrics\":{\"gc.alloc.rate.norm\":{\"score\":%s}}},"
                                + "{\"benchmark\":\"dev.weir.guard.ReferenceBenchmark.branchesAndLookUps\","
                                + "\"primaryMetric\":{\"score\":%s,\"scoreUnit\":\"ns/op\"},\"secondaryMetrics\":{}}]",
                        nanos,
                        bytes,
                        referenceNanos));
    }
}
