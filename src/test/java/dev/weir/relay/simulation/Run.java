package dev.weir.relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;

/**
 * What one sink came to with its traffic, from the first event until nothing was owed or three hours had passed.
 *
 * @param quietP50 the delay of the sections that are not noisy, where one is
 * @param shareWhileBehind what share of the vendor's promised allowance was used from the burst until what it had left behind
 *     was caught up, where there was one
 */
record Run(Figures figures, long quietP50, long quietP99, double shareWhileBehind) {

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
        Delays quiet = station.vendor().books().delays("quiet");
        return new Run(
                Figures.of(simulation, station), quiet.nanosAt(0.5), quiet.nanosAt(0.99), shareWhileBehind(station));
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

    private static double shareWhileBehind(Station station) {
        long end = station.behindUntil();
        double promised = 500.0 * Math.max(0, (end - Shape.BURST_BEGIN) / Timeline.SECOND);
        return promised == 0 ? 0 : station.vendor().letIn(Shape.BURST_BEGIN, end) / promised;
    }
}
