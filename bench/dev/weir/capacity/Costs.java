package dev.weir.capacity;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What the page is computed from: figures that were measured, rounded, and what is assumed of machines. Those of processors are
 * of bench/README.md; the rest is what {@code bench/capacity} measured.
 */
final class Costs {

    /** {@code bench/compare --profile weir-intake}: all that it takes to answer, one core. */
    static final double INTAKE_MICROS = 23.7;
    /** {@code bench/compare --profile weir-fsync}, less the former: delivering to a file. */
    static final double FILE_MICROS = 7.3;
    /** {@code OutboundBenchmark}: 24,600 a second on two cores, of which the vendor's half is taken off. */
    static final double HTTP_MICROS = 41;
    /** {@code OutboundBenchmark}: of one sink, on one event loop, over two connections. */
    static final double SINK_PER_SECOND = 24_600;
    /** {@code JournalAppendBenchmark}, 256 under way, fsync. */
    static final double DISK_PER_SECOND = 249_574;

    static final double REQUEST_BYTES = 900;
    static final double ANSWER_BYTES = 240;
    static final double JOURNAL_BYTES = 620;
    static final double DELIVERY_BYTES = 400;
    static final double COUNTED_BYTES = 2_351;
    static final double[] CLAIMS_PER_SECOND = {50_000, 41_000, 23_000, 12_000, 3_000};
    static final int[] HOLDERS = {1, 3, 10, 30, 100};

    static final double UTILISATION = 0.5;
    static final int CORES = 8;
    static final double NIC_BITS = 10e9;
    static final double PACE = 500;
    static final int REPLICAS = 3;
    static final int KEPT_HOURS = 24;
    static final int BURST_MINUTES = 10;

    private Costs() {}

    /** As the page has it, in its order. */
    static List<String> taken() {
        return DoubleStream.concat(
                        DoubleStream.of(REQUEST_BYTES, ANSWER_BYTES, JOURNAL_BYTES, DELIVERY_BYTES, COUNTED_BYTES),
                        DoubleStream.of(CLAIMS_PER_SECOND))
                .mapToObj(cost -> Long.toString((long) cost))
                .toList();
    }

    /** What a Redis does where so many nodes hold some of each budget. Beyond what was measured, it falls with their number. */
    static double claimsPerSecond(int holders) {
        int last = HOLDERS.length - 1;
        if (holders > HOLDERS[last]) {
            return CLAIMS_PER_SECOND[last] * HOLDERS[last] / holders;
        }
        int i = 0;
        while (HOLDERS[i] < holders) {
            i++;
        }
        return CLAIMS_PER_SECOND[i];
    }
}
