package dev.weir.ingest.beacon;

import dev.weir.AllocationBudget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes from those of a request to those of its answer, of Weir and of a bare Vert.x server that shows what is not ours. */
final class WholePathAllocationTest {

    private static final int TIMES = 60;

    @ParameterizedTest
    @ValueSource(strings = {"vertx", "weir"})
    void aRequestStaysWithinItsBudget(String server) throws Exception {
        AllocationBudget.assertKept("path." + server, WholePathAllocationTest.class);
    }

    /** The bytes of a request to this server, in the JVM that it is given. */
    public static void main(String[] name) throws Exception {
        WholePathBenchmark benchmark = new WholePathBenchmark();
        benchmark.server = name[0].substring("path.".length());
        benchmark.start();
        repeat(benchmark);
        long before = AllocationBudget.allocated();
        repeat(benchmark);
        System.out.println((AllocationBudget.allocated() - before) / (TIMES * WholePathBenchmark.REQUESTS));
        benchmark.stop();
    }

    private static void repeat(WholePathBenchmark benchmark) throws InterruptedException {
        for (int i = 0; i < TIMES; i++) {
            benchmark.answer();
        }
    }
}
