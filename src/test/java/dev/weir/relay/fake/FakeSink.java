package dev.weir.relay.fake;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Keeps what it is given until a test completes it, or answers at once. */
public final class FakeSink implements Sink {

    private final String name;
    private final Order order;
    private final int maxInFlight;
    private final List<Attempt> open = new ArrayList<>();
    private final List<Long> resumed = new ArrayList<>();
    private Function<List<Delivery>, Result> answer = batch -> null;
    private int maxBatch = 1;
    private Function<Delivery, Object> batchKey = delivery -> "";
    private Runnable onFlush = () -> {};
    private int flushes;
    private long gatherNanos;
    private boolean isClosed;

    public FakeSink(String name, Order order, int maxInFlight) {
        this.name = name;
        this.order = order;
        this.maxInFlight = maxInFlight;
    }

    /** From now on every delivery is completed at once; with null, or where it answers null, when the test says so. */
    public synchronized FakeSink answering(Function<Delivery, Result> next) {
        answer = next == null ? batch -> null : batch -> next.apply(batch.get(0));
        return this;
    }

    /** As above, with all events of a call at hand. */
    public synchronized FakeSink answeringCalls(Function<List<Delivery>, Result> next) {
        answer = next;
        return this;
    }

    /** From now on events whose keys are equal may share a call. */
    public synchronized FakeSink batching(int most, Function<Delivery, Object> key) {
        maxBatch = most;
        batchKey = key;
        return this;
    }

    /** From now on events gather for so long between rounds. */
    public synchronized FakeSink gathering(long nanos) {
        gatherNanos = nanos;
        return this;
    }

    /** From now on this happens in every flush. */
    public synchronized void onFlush(Runnable action) {
        onFlush = action;
    }

    public synchronized List<Attempt> open() {
        return new ArrayList<>(open);
    }

    public synchronized void complete(Attempt attempt, Result result) {
        if (!open.remove(attempt)) {
            throw new IllegalStateException("not open");
        }
        attempt.completion.complete(result);
    }

    public synchronized List<Long> resumed() {
        return List.copyOf(resumed);
    }

    public synchronized int flushes() {
        return flushes;
    }

    public synchronized boolean isClosed() {
        return isClosed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Order order() {
        return order;
    }

    @Override
    public synchronized long gatherNanos() {
        return gatherNanos;
    }

    @Override
    public int maxInFlight() {
        return maxInFlight;
    }

    @Override
    public synchronized int maxBatch(Delivery delivery) {
        return maxBatch;
    }

    @Override
    public synchronized Object batchKey(Delivery delivery) {
        return batchKey.apply(delivery);
    }

    @Override
    public synchronized void resume(long nextSeq) {
        resumed.add(nextSeq);
        open.clear();
    }

    @Override
    public synchronized void deliver(List<Delivery> batch, Completion completion) {
        Result result = answer.apply(batch);
        if (result != null) {
            completion.complete(result);
        } else {
            open.add(new Attempt(batch, completion));
        }
    }

    @Override
    public synchronized void flush() {
        flushes++;
        onFlush.run();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
    }

    /** A delivery under way. */
    public record Attempt(List<Delivery> batch, Completion completion) {

        /** The first event, or the only one. */
        public Delivery delivery() {
            return batch.get(0);
        }
    }
}
