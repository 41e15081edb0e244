package dev.weir.state;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Ids;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import dev.weir.event.Traces;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.JournalReader.Entry.Damaged;
import dev.weir.journal.JournalReader.Entry.Erased;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.state.StateMetrics.Skipped;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All read models, and the number of the newest entry that they have taken in. Confined to one thread, but for the {@link
 * #recentKeys} and {@link #seenSessions}.
 */
final class StateModels {

    private static final Logger LOG = LoggerFactory.getLogger(StateModels.class);

    /** What a wall clock gains or loses without being set, and more. */
    private static final long LEAST_SET_MILLIS = 1000;

    private final StateKeeper.Setup setup;
    private final StateMetrics metrics;
    private final KeyedHash hash;
    private final KnownDevices knownDevices;
    private final Carts carts;
    private final ProductCounters counters;
    private final RecentKeys recentKeys;
    private final SeenSessions seenSessions;
    private boolean hasToldOfLost;
    private boolean hasToldOfLeftOut;
    private volatile long appliedSeq;

    private StateModels(StateKeeper.Setup setup, KeyedHash hash, StateMetrics metrics) {
        this.setup = setup;
        this.metrics = metrics;
        this.hash = hash;
        StateOptions options = setup.options();
        knownDevices = new KnownDevices(options, hash, metrics);
        carts = new Carts(options, knownDevices, metrics);
        counters = new ProductCounters(options, metrics);
        recentKeys = new RecentKeys(options, setup.clock(), metrics);
        seenSessions = new SeenSessions(options, setup.conversions(), hash, setup.clock(), metrics);
    }

    static StateModels empty(StateKeeper.Setup setup, StateMetrics metrics) {
        return new StateModels(setup, KeyedHash.random(setup.random()), metrics);
    }

    static StateModels read(StateKeeper.Setup setup, StateMetrics metrics, SnapshotInput in) throws IOException {
        StateModels models = new StateModels(setup, new KeyedHash(in.number(), in.number()), metrics);
        models.appliedSeq = in.number();
        models.knownDevices.read(in);
        models.carts.read(in);
        models.counters.read(in);
        models.recentKeys.read(in);
        models.seenSessions.read(in);
        return models;
    }

    /** Everything as it is now, to be written while life goes on; 20 to 60 ms when every model is full. */
    SnapshotPart copy() {
        long seq = appliedSeq;
        List<SnapshotPart> parts =
                List.of(knownDevices.copy(), carts.copy(), counters.copy(), recentKeys.copy(), seenSessions.copy());
        return out -> {
            out.number(hash.k0());
            out.number(hash.k1());
            out.number(seq);
            for (SnapshotPart part : parts) {
                part.write(out);
            }
        };
    }

    /** Safe for any thread. */
    long appliedSeq() {
        return appliedSeq;
    }

    RecentKeys recentKeys() {
        return recentKeys;
    }

    SeenSessions seenSessions() {
        return seenSessions;
    }

    /** From now on other nodes are told of what happens to carts. Safe for any thread. */
    void share(SharedCarts others) {
        carts.share(others);
    }

    List<Item> cart(String section, String deviceId) {
        return carts.items(section, deviceId, setup.clock().millis());
    }

    ProductCounts counts(String section, String itemId) {
        return counters.counts(section, itemId, setup.clock().millis());
    }

    /** Takes an entry in, each once and in order. What cannot be read is counted and left out. */
    void apply(Entry entry) {
        long expected = appliedSeq + 1;
        if (entry.seq() > expected && expected > 1) {
            onLost(Skipped.MISSING, expected, entry.seq() - 1);
        }
        if (entry instanceof Damaged damaged) {
            appliedSeq = Math.max(appliedSeq, damaged.lastSeq());
            onLost(Skipped.DAMAGED, damaged.seq(), damaged.lastSeq());
        } else if (entry instanceof Erased erased) {
            appliedSeq = erased.seq();
        } else if (entry instanceof Kept kept) {
            appliedSeq = kept.seq();
            try {
                apply(kept, steadyMillis(kept.timeMillis()));
            } catch (RuntimeException e) {
                // A bug; whoever stopped here would stop at the same entry for ever.
                onLeftOut(Skipped.FAULT, kept.envelope(), e.getClass().getSimpleName());
            }
        }
    }

    /** Forgets a person; counts of products stay, which are nobody's. Returns how many entries there were. */
    long erase(Traces traces) {
        return carts.erase(traces.section(), traces.devices())
                + knownDevices.erase(traces.devices())
                + recentKeys.erase(traces.devices(), traces.sessions())
                + seenSessions.erase(traces.section(), traces.sessions());
    }

    /** There is nothing up to this number that has not been taken in. */
    void onNothingUpTo(long seq) {
        if (seq > appliedSeq) {
            appliedSeq = seq;
        }
    }

    /**
     * When an entry was journalled, by the clock of ages. The two differ once the wall clock has been set. An entry is read soon after
     * it was stamped: if it seems not to be, it was stamped by the clock as it is set now.
     */
    private long steadyMillis(long wallMillis) {
        long now = setup.clock().millis();
        long difference = now - setup.wallClock().millis();
        if (Math.abs(difference) < LEAST_SET_MILLIS) {
            return wallMillis;
        }
        long asSet = wallMillis + difference;
        return Math.abs(now - wallMillis) <= Math.abs(now - asSet) ? wallMillis : asSet;
    }

    private void apply(Kept kept, long timeMillis) {
        Envelope envelope = kept.envelope();
        String key = envelope.notes().idempotencyKey();
        String clientSession = envelope.clientSessionId();
        String session = envelope.sessionId();
        if (key != null) {
            Ids answered = new Ids(envelope.deviceId(), clientSession == null ? session : clientSession);
            recentKeys.onJournalled(key, answered, timeMillis);
        }
        if (envelope.type() != EventType.CONVERSION) {
            see(envelope.section(), session, timeMillis);
            see(envelope.section(), clientSession, timeMillis);
        }
        Event event = decoded(kept);
        if (event == null) {
            return;
        }
        String section = envelope.section();
        String device = envelope.deviceId();
        if (device != null) {
            knownDevices.learn(section, device, event.context().identifiers(), timeMillis);
        }
        carts.apply(section, device, event, timeMillis);
        counters.apply(section, event, timeMillis);
    }

    private void see(String section, @Nullable String session, long timeMillis) {
        if (session != null) {
            seenSessions.see(section, session, timeMillis);
        }
    }

    private @Nullable Event decoded(Kept kept) {
        Envelope envelope = kept.envelope();
        Dialect dialect = setup.dialects().apply(envelope.dialect());
        if (dialect == null) {
            onLeftOut(Skipped.UNKNOWN_DIALECT, envelope, "none of that name");
            return null;
        }
        try {
            return kept.event(dialect::decode);
        } catch (RejectedException e) {
            onLeftOut(Skipped.UNDECODABLE, envelope, e.getClass().getSimpleName());
            return null;
        }
    }

    private void onLeftOut(Skipped why, Envelope envelope, String reason) {
        metrics.onSkipped(why, 1);
        if (!hasToldOfLeftOut) {
            hasToldOfLeftOut = true;
            LOG.warn(
                    "state dialect={} type={} reason={}: left out of the read models, as others will be; said once",
                    envelope.dialect(),
                    envelope.type().label(),
                    reason);
        }
    }

    private void onLost(Skipped why, long first, long last) {
        metrics.onSkipped(why, last - first + 1);
        if (!hasToldOfLost) {
            hasToldOfLost = true;
            LOG.error(
                    "state first={} last={}: journal entries are lost to carts, counters, keys and sessions; said once",
                    first,
                    last);
        }
    }
}
