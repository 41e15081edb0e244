package dev.weir.rehearsal;

/** A shop whose visitors send its part of all events, and whose limit is a part of as many. */
enum Section {
    /** Never near its limit. */
    CALM(3, 50),
    /** Asks for more than it may have. */
    BUSY(8, 5);

    private static final int PARTS = 11;

    private final int asked;
    private final int allowed;

    Section(int asked, int allowed) {
        this.asked = asked;
        this.allowed = allowed;
    }

    /** Of so many in all. */
    int perSecond(int inAll) {
        return inAll * asked / PARTS;
    }

    /** Tokens a second; as many is the capacity. */
    int refill(int inAll) {
        return inAll * allowed / PARTS;
    }
}
