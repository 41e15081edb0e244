package dev.weir.ingest.limit;

import dev.weir.Soak;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Whatever threads do with a bucket at once, and however they are interleaved, it is as if they had done it one after the other. */
@Param(name = "tokens", gen = IntGen.class, conf = "1:3")
public class BucketLincheckTest {

    private static final int CAPACITY = 5;

    private final LimitedBucket bucket = bucket();

    @Operation
    public boolean tryTake(@Param(name = "tokens") int tokens) {
        return bucket.tryTake(tokens) == null;
    }

    @Operation
    public long tokens() {
        return bucket.tokens();
    }

    @Test
    void everyInterleavingIsAsOneAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(Soak.times(2, 100))
                .invocationsPerIteration(Soak.times(50, 5_000))
                .threads(3)
                .actorsPerThread(2)
                .sequentialSpecification(OneAfterTheOther.class)
                .check(BucketLincheckTest.class);
    }

    @Test
    void underStressItIsAsOneAfterTheOther() {
        new StressOptions()
                .iterations(Soak.times(2, 100))
                .invocationsPerIteration(Soak.times(100, 10_000))
                .threads(3)
                .actorsPerThread(3)
                .sequentialSpecification(OneAfterTheOther.class)
                .check(BucketLincheckTest.class);
    }

    private static LimitedBucket bucket() {
        return LimitedBucket.full("shop", new Limit(1, CAPACITY, Mode.ENFORCE), () -> 0, new CompositeMeterRegistry());
    }

    /** A bucket by the book. */
    public static final class OneAfterTheOther {
        private int left = CAPACITY;

        public boolean tryTake(int tokens) {
            if (tokens > left) {
                return false;
            }
            left -= tokens;
            return true;
        }

        public long tokens() {
            return left;
        }
    }
}
