package dev.weir.relay;

/** Told of each settlement as it is made. On the thread of the sink. */
interface SettlementListener {

    SettlementListener NOBODY = (seq, settlement, bySeq) -> {};

    /**
     * An event is no longer owed.
     *
     * @param bySeq of a superseded event, the number of the one that was delivered in its place; else 0
     */
    void onSettled(long seq, Settlement settlement, long bySeq);
}
