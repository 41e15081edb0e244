package dev.weir.relay.sink.http;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink of which it is known how its attempts ended. */
final class RecordingSink implements Sink {

    private final Sink sink;
    private final List<Result> results = new CopyOnWriteArrayList<>();

    RecordingSink(Sink sink) {
        this.sink = sink;
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    List<Result> results(Outcome outcome) {
        return results.stream().filter(each -> each.outcome() == outcome).toList();
    }

    @Override
    public String name() {
        return sink.name();
    }

    @Override
    public boolean takes(String dialect) {
        return sink.takes(dialect);
    }

    @Override
    public Order order() {
        return sink.order();
    }

    @Override
    public int maxInFlight() {
        return sink.maxInFlight();
    }

    @Override
    public int maxBatch(Delivery delivery) {
        return sink.maxBatch(delivery);
    }

    @Override
    public Object batchKey(Delivery delivery) {
        return sink.batchKey(delivery);
    }

    @Override
    public void resume(long nextSeq) {
        sink.resume(nextSeq);
    }

    @Override
    public void deliver(List<Delivery> batch, Completion completion) {
        sink.deliver(batch, result -> {
            results.add(result);
            completion.complete(result);
        });
    }

    @Override
    public void flush() {
        sink.flush();
    }

    @Override
    public void close() {
        sink.close();
    }
}
