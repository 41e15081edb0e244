package dev.weir.relay.simulation;

import dev.weir.event.EventType;

/** One device at one section, and what its lists are by all that was accepted of it and will not be refused. */
final class Visitor {

    final String section;
    final String device;
    final Lists lists = new Lists();
    private long newestCartSync;
    private long newestWishSync;

    Visitor(String section, String device) {
        this.section = section;
        this.device = device;
    }

    void onAccepted(long seq, EventType type, byte[] body) {
        if (type == EventType.CART_SYNC) {
            newestCartSync = seq;
        } else if (type == EventType.WISH_SYNC) {
            newestWishSync = seq;
        }
        if (Lists.areChangedBy(type) && !Refusals.refuses(device, type, body)) {
            lists.apply(type, Goods.read(body));
        }
    }

    /** Whether this full-sync has been followed by another of the same list. */
    boolean isSupersedable(long seq, EventType type) {
        return switch (type) {
            case CART_SYNC -> newestCartSync > seq;
            case WISH_SYNC -> newestWishSync > seq;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return device + " at " + section;
    }
}
