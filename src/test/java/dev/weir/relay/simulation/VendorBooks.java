package dev.weir.relay.simulation;

import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.relay.sink.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a vendor has, and how it came: each visitor's lists, each event once however often it was sent (the idempotency key
 * says so), and what was wrong about the order or the keys.
 */
final class VendorBooks {

    private static final int MAX_FAULTS = 10;

    private final EventLog log;
    private final SeqFlags events = new SeqFlags();
    private final Map<String, Map<String, Account>> accounts = new HashMap<>();
    private final Map<String, Delays> delays = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final long[] arrived = new long[EventType.values().length];
    private long duplicates;

    VendorBooks(EventLog log) {
        this.log = log;
    }

    /** The vendor acts on an event, and will have done so at this time. */
    void take(Delivery delivery, long doneNanos) {
        Envelope envelope = delivery.envelope();
        long seq = delivery.seq();
        arrived[envelope.type().ordinal()]++;
        if (!events.take(seq, delivery.idempotencyKey())) {
            duplicates++;
            if (!events.isTakenAs(seq, delivery.idempotencyKey())) {
                fault("event " + seq + " came twice, under different keys");
            }
            return;
        }
        Account account = account(envelope);
        if (seq < account.newestSeq) {
            fault("event " + seq + " of " + log.visitorOf(seq) + " came after " + account.newestSeq);
        }
        account.newestSeq = seq;
        if (Lists.areChangedBy(envelope.type())) {
            account.lists.apply(envelope.type(), Goods.read(envelope.beacon().body()));
        }
        delays.computeIfAbsent(group(envelope.section()), group -> new Delays()).add(doneNanos - log.nanosOf(seq));
    }

    /** The sink was told that the vendor has this event. */
    void onAnswered(Delivery delivery) {
        events.answer(delivery.seq());
    }

    SeqFlags events() {
        return events;
    }

    /** How often an event came that was there before. */
    long duplicates() {
        return duplicates;
    }

    /** How often events of this type came. */
    long arrived(EventType type) {
        return arrived[type.ordinal()];
    }

    /** From acceptance until the vendor had done it, of all sections whose names begin alike. */
    Delays delays(String group) {
        return delays.getOrDefault(group, new Delays());
    }

    Delays delays() {
        Delays all = new Delays();
        delays.values().forEach(all::addAll);
        return all;
    }

    void fault(String what) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(what);
        }
    }

    List<String> faults() {
        return faults;
    }

    Lists listsOf(Visitor visitor) {
        Account account = accounts.getOrDefault(visitor.section, Map.of()).get(visitor.device);
        return account == null ? new Lists() : account.lists;
    }

    private Account account(Envelope envelope) {
        return accounts.computeIfAbsent(envelope.section(), section -> new HashMap<>())
                .computeIfAbsent(envelope.deviceId(), device -> new Account());
    }

    private static String group(String section) {
        int end = section.indexOf('-');
        return end < 0 ? section : section.substring(0, end);
    }

    private static final class Account {
        final Lists lists = new Lists();
        long newestSeq;
    }
}
