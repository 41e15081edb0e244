package dev.weir.capacity;

/**
 * What so many events take, by formulas from {@link Costs}.
 *
 * @param label of the column
 * @param mean events a second, of all the time
 * @param times the mean that they are for {@link Costs#BURST_MINUTES}
 */
record Size(String label, double mean, int times) {

    private static final double GIB = 1L << 30;
    private static final double HOUR = 3_600;
    private static final double MONTH_HOURS = 730;
    /** What a node claims of a section that asks for more than it may have, in a second: see the simulation. */
    static final double CLAIMS_BEYOND = 22.5;
    /** A lease is for 0.2 s, and is claimed anew at half of it. */
    private static final double CLAIMS_WITHIN = 10;

    static Size of(String label, double perMinute, int times) {
        return new Size(label, perMinute / 60, times);
    }

    double now() {
        return mean * times;
    }

    double intakeCores() {
        return now() * Costs.INTAKE_MICROS / 1e6 / Costs.UTILISATION;
    }

    /** A burst is delivered late: relays are for the mean. */
    double relayCores() {
        return mean * Costs.HTTP_MICROS / 1e6 / Costs.UTILISATION;
    }

    boolean isOneNode() {
        return intakeCores() + relayCores() <= Costs.CORES;
    }

    int intakes() {
        return (int) Math.ceil(intakeCores() / Costs.CORES) + 1;
    }

    int relays() {
        return (int) Math.ceil(relayCores() / Costs.CORES) + 1;
    }

    int nodes() {
        return isOneNode() ? 2 : intakes() + relays();
    }

    /** At half of the pace that a vendor allows each. */
    double sections() {
        return Math.ceil(mean / (Costs.PACE * Costs.UTILISATION));
    }

    double fewestSections() {
        return Math.ceil(mean / Costs.PACE);
    }

    /** By what they send and receive: each event comes once, goes to the other replicas, and is read once. */
    double brokers() {
        double bits = (now() * Costs.REPLICAS + mean) * Costs.JOURNAL_BYTES * 8;
        return Math.max(Costs.REPLICAS, Math.ceil(bits / (Costs.NIC_BITS * Costs.UTILISATION)));
    }

    /** One a relay at least, and none beyond half of what one sink delivers. */
    double partitions() {
        return Math.max(relays(), Math.ceil(mean / (Costs.SINK_PER_SECOND * Costs.UTILISATION)));
    }

    double journalGibAnHour() {
        return now() * Costs.JOURNAL_BYTES * HOUR / GIB;
    }

    double diskGib() {
        double kept = mean * Costs.JOURNAL_BYTES * HOUR * Costs.KEPT_HOURS / GIB;
        return (kept + backlogGib()) * (isOneNode() ? 1 : Costs.REPLICAS);
    }

    /** What a burst leaves undelivered, where relays go on at the mean. */
    double backlogGib() {
        return (now() - mean) * Costs.BURST_MINUTES * 60 * Costs.JOURNAL_BYTES / GIB;
    }

    double gbitIn() {
        return now() * Costs.REQUEST_BYTES * 8 / 1e9;
    }

    double gbitOut() {
        return (now() * Costs.ANSWER_BYTES + mean * Costs.DELIVERY_BYTES) * 8 / 1e9;
    }

    double egressGibAMonth() {
        return mean * (Costs.ANSWER_BYTES + Costs.DELIVERY_BYTES) * HOUR * MONTH_HOURS / GIB;
    }

    /** Of the hand-overs of all nodes, where an event waits for 10 ms. */
    double heapMib() {
        return now() * 0.01 * Costs.COUNTED_BYTES / (1 << 20);
    }

    double coreHoursAMonth() {
        return nodes() * Costs.CORES * MONTH_HOURS;
    }

    /** Where all nodes see all sections. */
    double claims() {
        return sections() * (claims(intakes()) + claimsWithin(relays(), mean / sections()));
    }

    /** Where an intake and a relay see a section, and another one of each some of it. */
    double claimsByAffinity() {
        return sections() * (claims(2) + claimsWithin(2, mean / sections()));
    }

    /** Redis processes, each of which is to be at half of what it does. */
    double redises(double claims, int holders) {
        return Math.ceil(claims / (Costs.claimsPerSecond(holders) * Costs.UTILISATION));
    }

    int holders() {
        return Math.max(intakes(), relays());
    }

    private double claims(int holders) {
        double asked = now() / sections();
        return asked > Costs.PACE ? CLAIMS_BEYOND * holders : claimsWithin(holders, asked);
    }

    /** No more than one for each event. */
    static double claimsWithin(int holders, double asked) {
        return Math.min(CLAIMS_WITHIN * holders, asked);
    }
}
