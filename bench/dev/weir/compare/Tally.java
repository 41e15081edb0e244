package dev.weir.compare;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a round has shown, as its generator saw it. */
final class Tally {

    private static final int SUCCESS = 200;

    final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    final Histogram lagMicros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    Duration duration = Duration.ZERO;
    long answered;
    long refused;
    long unsent;
    /** For how long the generator worked, or would have if others had let it. */
    long wantedNanos;

    long wallNanos;
    private long inTime;

    /** @param isInTime before the round's end */
    void onAnswer(int status, long nanos, boolean isInTime) {
        answered++;
        if (status != SUCCESS) {
            refused++;
            return;
        }
        inTime += isInTime ? 1 : 0;
        micros.recordValue(nanos / 1_000);
    }

    /** Of answers with 200 within the round. */
    double perSecond() {
        return inTime * 1e9 / duration.toNanos();
    }

    /** The part of the time for which the generator wanted its core. */
    double generatorShare() {
        return (double) wantedNanos / wallNanos;
    }
}
