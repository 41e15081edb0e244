package dev.weir.admin.status;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many times were as long as each bound at most, in milliseconds, and how many there were. The difference of two readings tells
 * of the time between. Immutable.
 */
final class Buckets {

    static final Buckets NONE = new Buckets(new TreeMap<>(), 0);

    private final SortedMap<Double, Double> cumulative;
    private final double total;

    private Buckets(SortedMap<Double, Double> cumulative, double total) {
        this.cumulative = cumulative;
        this.total = total;
    }

    static Buckets of(HistogramSnapshot snapshot) {
        SortedMap<Double, Double> cumulative = new TreeMap<>();
        for (CountAtBucket bucket : snapshot.histogramCounts()) {
            cumulative.put(bucket.bucket(TimeUnit.MILLISECONDS), bucket.count());
        }
        return new Buckets(cumulative, snapshot.count());
    }

    Buckets plus(Buckets other) {
        return combined(other, 1);
    }

    /** What came since an earlier reading of the same. */
    Buckets since(Buckets earlier) {
        return combined(earlier, -1);
    }

    private Buckets combined(Buckets other, int sign) {
        SortedMap<Double, Double> sums = new TreeMap<>(cumulative);
        other.cumulative.forEach((bound, count) -> sums.merge(bound, sign * count, Double::sum));
        return new Buckets(sums, total + sign * other.total);
    }

    double total() {
        return total;
    }

    /**
     * What this part of all was not longer than, in milliseconds, by a straight line within the bucket; of what is longer than the
     * last finite bound only that is known, and that bound is given. Null if there is none.
     *
     * @param part 0 to 1, such as 0.99
     */
    @Nullable
    Double quantile(double part) {
        if (total <= 0 || cumulative.isEmpty()) {
            return null;
        }
        double rank = part * total;
        double below = 0;
        double lower = 0;
        double last = 0;
        for (var bucket : cumulative.entrySet()) {
            double bound = bucket.getKey();
            if (!Double.isFinite(bound) || bound > 1e12) {
                break;
            }
            last = bound;
            double within = bucket.getValue() - below;
            if (bucket.getValue() >= rank && within > 0) {
                return lower + (bound - lower) * Math.max(0, rank - below) / within;
            }
            below = bucket.getValue();
            lower = bound;
        }
        return last;
    }
}
