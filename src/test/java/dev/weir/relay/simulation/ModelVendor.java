package dev.weir.relay.simulation;

import dev.weir.event.EventType;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A vendor and the way to it. One call, of one event or several, is one token of its allowance. */
final class ModelVendor implements Sink {

    private static final int BAD_REQUEST = 400;

    private final String name;
    private final Timeline time;
    private final EventLog log;
    private final Conduct conduct;
    private final int maxInFlight;
    private final int maxBatch;
    private final Runnable wake;
    private final VendorBooks books;
    private final Set<Visitor> underWay = new HashSet<>();
    /** How many calls were let in, second by second. */
    private long[] letIn = new long[1 << 12];

    private long calls;
    private long throttled;
    private long throttledAfterFirstMinute;
    private int life;
    private int inFlight;

    /**
     * @param maxBatch how many events of one section may come in one call
     * @param wake lets the sink's relay look around
     */
    ModelVendor(
            String name, Timeline time, EventLog log, Conduct conduct, int maxInFlight, int maxBatch, Runnable wake) {
        this.name = name;
        this.time = time;
        this.log = log;
        this.conduct = conduct;
        this.maxInFlight = maxInFlight;
        this.maxBatch = maxBatch;
        this.wake = wake;
        this.books = new VendorBooks(log);
    }

    VendorBooks books() {
        return books;
    }

    long calls() {
        return calls;
    }

    /** How many calls were answered 429. */
    long throttled() {
        return throttled;
    }

    /** The same without the first minute of the run. */
    long throttledAfterFirstMinute() {
        return throttledAfterFirstMinute;
    }

    /** How many calls were not answered 429, of those that came in these whole seconds. */
    long letIn(long fromNanos, long toNanos) {
        int from = (int) (fromNanos / Timeline.SECOND);
        int to = Math.min(letIn.length, (int) (toNanos / Timeline.SECOND));
        return from >= to ? 0 : Arrays.stream(letIn, from, to).sum();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Order order() {
        return Order.DEVICE;
    }

    @Override
    public int maxInFlight() {
        return maxInFlight;
    }

    @Override
    public int maxBatch(Delivery delivery) {
        return maxBatch;
    }

    @Override
    public Object batchKey(Delivery delivery) {
        return name;
    }

    @Override
    public void resume(long nextSeq) {
        life++;
        inFlight = 0;
        underWay.clear();
    }

    @Override
    public void deliver(List<Delivery> batch, Completion completion) {
        List<Delivery> events = List.copyOf(batch);
        List<Visitor> visitors = begin(events);
        long now = time.nanos();
        Conduct.Reply reply = conduct.reply(events.get(0).section().name(), now);
        count(reply, now);
        // An answer is about all events of the call: one that is refused keeps the others out.
        boolean refuses = reply.isActedOn() && events.stream().anyMatch(ModelVendor::isRefused);
        if (reply.isActedOn() && !refuses) {
            act(events, reply, now);
        }
        Result result = refuses && reply.result().outcome() == Outcome.DELIVERED
                ? Result.refused(BAD_REQUEST, "status " + BAD_REQUEST)
                : reply.result();
        int begunIn = life;
        time.at(reply.answerNanos(), () -> end(begunIn, visitors, events, result, completion));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private List<Visitor> begin(List<Delivery> events) {
        calls++;
        if (++inFlight > maxInFlight) {
            books.fault(inFlight + " calls in flight");
        }
        if (events.size() > maxBatch) {
            books.fault(events.size() + " events in a call");
        }
        List<Visitor> visitors = new ArrayList<>(events.size());
        for (Delivery each : events) {
            Visitor visitor = log.visitorOf(each.seq());
            if (!visitor.section.equals(events.get(0).section().name())) {
                books.fault("events of two sections in a call");
            }
            if (!visitors.contains(visitor)) {
                visitors.add(visitor);
            }
        }
        for (Visitor visitor : visitors) {
            if (!underWay.add(visitor)) {
                books.fault("an event of " + visitor + " came while another was on its way");
            }
        }
        return visitors;
    }

    private void count(Conduct.Reply reply, long now) {
        if (reply.result().isThrottled()) {
            throttled++;
            throttledAfterFirstMinute += now >= Timeline.MINUTE ? 1 : 0;
            return;
        }
        int second = (int) (now / Timeline.SECOND);
        if (second >= letIn.length) {
            letIn = Arrays.copyOf(letIn, 2 * second);
        }
        letIn[second]++;
    }

    private void act(List<Delivery> events, Conduct.Reply reply, long now) {
        Runnable act = () -> events.forEach(each -> books.take(each, reply.doneNanos()));
        if (reply.actNanos() == now) {
            act.run();
        } else {
            time.at(reply.actNanos(), act);
        }
    }

    private void end(int begunIn, List<Visitor> visitors, List<Delivery> events, Result result, Completion completion) {
        if (begunIn == life) {
            inFlight--;
            visitors.forEach(underWay::remove);
            if (result.outcome() == Outcome.DELIVERED) {
                events.forEach(books::onAnswered);
            }
        }
        completion.complete(result);
        wake.run();
    }

    private static boolean isRefused(Delivery delivery) {
        EventType type = delivery.envelope().type();
        String device = String.valueOf(delivery.envelope().deviceId());
        return Refusals.refuses(device, type, delivery.envelope().beacon().body());
    }
}
