package dev.weir.relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;

/** One sink with its traffic, from the first event until nothing is owed or three hours have passed. */
record Run(Figures figures, VendorBooks vendor, ModelVendor calls) {

    private static final long LIMIT = 180 * Timeline.MINUTE;
    private static final long SEED = 7;

    static Run of(Shape shape, Vendor vendor) {
        return of(shape::over, vendor.conduct(SEED), Station.Setting.VENDOR);
    }

    static Run of(Function<EventLog, Traffic> traffic, Conduct conduct, Station.Setting setting) {
        Simulation simulation = new Simulation(traffic);
        Station station = simulation.add("vendor", conduct, setting);
        simulation.run(LIMIT);
        requireWellDone(simulation, station);
        return new Run(Figures.of(simulation, station), station.vendor().books(), station.vendor());
    }

    /** Whatever a vendor did: order, keys and, when nothing is owed, the lists are right. */
    static void requireWellDone(Simulation simulation, Station station) {
        VendorBooks vendor = station.vendor().books();
        assertThat(vendor.faults()).isEmpty();
        if (station.pending() > 0) {
            return;
        }
        for (Visitor visitor : simulation.log().visitors()) {
            if (!vendor.listsOf(visitor).equals(visitor.lists)) {
                assertThat(vendor.listsOf(visitor)).as("lists of %s", visitor).isEqualTo(visitor.lists);
            }
        }
    }

    /** What share of the vendor's allowance was used from the burst until what it had left behind was caught up. */
    double shareOfAllowanceInBurst() {
        long seconds = (figures.behindUntil() - Shape.BURST_BEGIN) / Timeline.SECOND;
        return calls.letIn(Shape.BURST_BEGIN, figures.behindUntil()) / (500.0 * seconds);
    }
}
