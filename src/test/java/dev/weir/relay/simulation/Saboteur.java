package dev.weir.relay.simulation;

import dev.weir.event.EventType;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stands between the relay and the vendor, and does what a wrong relay would: the properties must find it out. */
final class Saboteur implements Sink {

    private final ModelVendor vendor;
    private final Crime crime;
    private final Map<String, Delivery> heldBack = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();

    Saboteur(ModelVendor vendor, Crime crime) {
        this.vendor = vendor;
        this.crime = crime;
    }

    /** What it does to an event that comes alone. */
    enum Crime {
        /** Of full-syncs that follow each other the first goes, not the last. */
        KEEP_THE_EARLIER_SYNC,
        /** A view is as good as delivered. */
        LOSE_A_VIEW,
        /** A full-sync waits, and what came after it does not. */
        LET_OVERTAKE,
        /** Each attempt has its own key. */
        CHANGE_THE_KEY
    }

    @Override
    public void deliver(List<Delivery> batch, Completion completion) {
        Delivery event = batch.get(0);
        EventType type = event.envelope().type();
        boolean isNew = seen.add(event.seq());
        if (batch.size() > 1 || Refusals.DISLIKED.equals(event.envelope().deviceId())) {
            vendor.deliver(batch, completion);
        } else if (crime == Crime.KEEP_THE_EARLIER_SYNC && Lists.isFullSync(type) && event.seq() % 3 == 0
                || crime == Crime.LOSE_A_VIEW && type == EventType.VIEW && event.seq() % 3 == 0) {
            pretend(event, completion);
        } else if (crime == Crime.CHANGE_THE_KEY && !isNew) {
            Delivery other = new Delivery(event.kept(), event.section(), event.dialect(), "other-");
            vendor.deliver(List.of(other), completion);
        } else if (crime == Crime.LET_OVERTAKE && Lists.isFullSync(type) && isNew) {
            heldBack.put(String.valueOf(event.envelope().deviceId()), event);
            pretend(event, completion);
        } else {
            vendor.deliver(batch, completion);
            Delivery late = heldBack.remove(String.valueOf(event.envelope().deviceId()));
            if (late != null) {
                vendor.books().take(late, 0);
            }
        }
    }

    private void pretend(Delivery event, Completion completion) {
        vendor.books().onAnswered(event);
        completion.complete(Result.DELIVERED);
    }

    @Override
    public String name() {
        return vendor.name();
    }

    @Override
    public Order order() {
        return vendor.order();
    }

    @Override
    public int maxInFlight() {
        return vendor.maxInFlight();
    }

    @Override
    public int maxBatch(Delivery delivery) {
        return vendor.maxBatch(delivery);
    }

    @Override
    public Object batchKey(Delivery delivery) {
        return vendor.batchKey(delivery);
    }

    @Override
    public void resume(long nextSeq) {
        vendor.resume(nextSeq);
    }

    @Override
    public void flush() {
        vendor.flush();
    }

    @Override
    public void close() {
        vendor.close();
    }
}
