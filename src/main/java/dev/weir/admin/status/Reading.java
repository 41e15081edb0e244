package dev.weir.admin.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * All meters at one moment, found by name and tags: what {@code /metrics} shows, for who wants to work with the numbers. Immutable,
 * but that histograms are read when they are asked for.
 */
final class Reading {

    private final long atNanos;
    private final Map<String, List<Value>> values = new HashMap<>();
    private final Map<String, List<Timer>> timers = new HashMap<>();

    /** @param atNanos when, by the clock that rates are measured with */
    Reading(MeterRegistry registry, long atNanos) {
        this.atNanos = atNanos;
        for (Meter meter : registry.getMeters()) {
            if (meter instanceof Timer timer) {
                timers.computeIfAbsent(timer.getId().getName(), name -> new ArrayList<>())
                        .add(timer);
            } else {
                values.computeIfAbsent(meter.getId().getName(), name -> new ArrayList<>())
                        .add(new Value(meter.getId(), number(meter)));
            }
        }
    }

    long atNanos() {
        return atNanos;
    }

    /** Of all meters of this name that have these tags (names and values in turn); 0 if there is none. */
    double sum(String name, String... tags) {
        return sum(name, value -> value.matches(tags) ? value.number() : 0);
    }

    long count(String name, String... tags) {
        return Math.round(sum(name, tags));
    }

    boolean isSet(String name, String... tags) {
        return sum(name, tags) > 0;
    }

    /** Sums by the value of a tag, in its order. */
    Map<String, Double> by(String tag, String name, String... tags) {
        Map<String, Double> sums = new TreeMap<>();
        for (Value value : values.getOrDefault(name, List.of())) {
            String of = value.id().getTag(tag);
            if (of != null && value.matches(tags)) {
                sums.merge(of, value.number(), Double::sum);
            }
        }
        return sums;
    }

    /** What the meters of this name count, one by one. */
    List<Value> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The buckets of all timers of this name that have these tags. */
    Buckets buckets(String name, String... tags) {
        Buckets all = Buckets.NONE;
        for (Timer timer : timers.getOrDefault(name, List.of())) {
            if (matches(timer.getId(), tags)) {
                all = all.plus(Buckets.of(timer.takeSnapshot()));
            }
        }
        return all;
    }

    private double sum(String name, ToDoubleFunction<Value> number) {
        double sum = 0;
        for (Value value : values.getOrDefault(name, List.of())) {
            sum += number.applyAsDouble(value);
        }
        return sum;
    }

    /** Times in seconds, as they are exposed. Of a meter of another kind, nothing. */
    private static double number(Meter meter) {
        double number = 0;
        if (meter instanceof Counter counter) {
            number = counter.count();
        } else if (meter instanceof FunctionCounter counter) {
            number = counter.count();
        } else if (meter instanceof TimeGauge gauge) {
            number = gauge.value(TimeUnit.SECONDS);
        } else if (meter instanceof Gauge gauge) {
            number = gauge.value();
        }
        return Double.isFinite(number) ? number : 0;
    }

    private static boolean matches(Meter.Id id, String... tags) {
        for (int i = 0; i < tags.length; i += 2) {
            if (!tags[i + 1].equals(id.getTag(tags[i]))) {
                return false;
            }
        }
        return true;
    }

    /** One meter's. */
    record Value(Meter.Id id, double number) {
        boolean matches(String... tags) {
            return Reading.matches(id, tags);
        }

        /** The value of a tag, or an empty text. */
        String tag(String name) {
            String value = id.getTag(name);
            return value == null ? "" : value;
        }
    }
}
