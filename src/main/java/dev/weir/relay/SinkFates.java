package dev.weir.relay;

import dev.weir.live.FateLog;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import java.util.List;

/** Tells the live log what becomes of one sink's events; costs one look while nobody looks there. Confined to the sink's thread. */
final class SinkFates implements SettlementListener {

    private final FateLog live;
    private final String sink;

    SinkFates(FateLog live, String sink) {
        this.live = live;
        this.sink = sink;
    }

    @Override
    public void onSettled(long seq, Settlement settlement, long bySeq) {
        if (!live.isWatched()) {
            return;
        }
        switch (settlement) {
            case DELIVERED -> live.onDelivered(sink, seq);
            case SUPERSEDED -> live.onSuperseded(sink, seq, bySeq);
            case SKIPPED -> live.onSkipped(sink, seq);
            case NOT_ROUTED -> live.onNotRouted(sink, seq);
            // Its letter, which was written before, has told why.
            case DEAD_LETTERED -> {}
        }
    }

    void onDeadLetter(DeadLetter letter) {
        if (live.isWatched()) {
            live.onDeadLetter(
                    sink, letter.seq(), letter.lastSeq(), letter.reason().label(), letter.status(), letter.detail());
        }
    }

    /** The call will be made again. */
    void onFailure(List<Slot<Delivery>> slots, Result result) {
        if (!live.isWatched()) {
            return;
        }
        for (Slot<Delivery> slot : slots) {
            live.onFailure(sink, slot.seq(), result.reason());
        }
    }
}
