package dev.weir.relay;

import org.jspecify.annotations.Nullable;

/**
 * How far the replay of a range of the journal has come.
 *
 * @param from the first number that was asked for
 * @param to the last one
 * @param next everything below it is done
 * @param delivered events that the sink has once more; after a fault, some may count twice, as they came twice
 * @param refused events that the sink refused, and that are dead letters now
 * @param skipped events that are not the sink's by the config as it is
 * @param missing events that the journal could not bring any longer
 * @param failure why it was given up before its end, or null
 */
public record ReplayProgress(
        long from,
        long to,
        long next,
        long delivered,
        long refused,
        long skipped,
        long missing,
        @Nullable String failure) {

    public boolean isOver() {
        return next > to || failure != null;
    }
}
