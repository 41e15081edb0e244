package dev.weir.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Work of the kind that the hot path does, branches on bytes and look-ups, in code that never changes: what other times of the same
 * run are held against, so that a slower machine or a busy one is not taken for slower code.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReferenceBenchmark {

    private static final int BYTES = 1_024;
    private static final int WORDS = 64;

    private final byte[] text = new byte[BYTES];
    private final Map<String, Integer> numbers = new HashMap<>();
    private final String[] words = new String[WORDS];

    public ReferenceBenchmark() {
        for (int i = 0; i < BYTES; i++) {
            text[i] = (byte) (i * 31 % 7 == 0 ? '"' : 'a' + i % 26);
        }
        for (int i = 0; i < WORDS; i++) {
            words[i] = "word-" + i;
            numbers.put(words[i], i);
        }
    }

    @Benchmark
    public int branchesAndLookUps() {
        int sum = 0;
        for (byte each : text) {
            if (each == '"') {
                sum ^= sum << 3;
            } else if (each < 'n') {
                sum += each;
            } else {
                sum = sum * 31 + each;
            }
        }
        for (String word : words) {
            sum += numbers.get(word);
        }
        return sum;
    }
}
