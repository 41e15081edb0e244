package dev.weir.relay.simulation;

import java.util.ArrayList;
import java.util.List;

/** Ten sinks, one of which answers nothing from minute 5 on, or does. */
final class TenSinks {

    private static final long END = 15 * Timeline.MINUTE;

    private final List<Long> p99s;

    private TenSinks(List<Long> p99s) {
        this.p99s = p99s;
    }

    static TenSinks run(boolean isOneBlackHoled) {
        Simulation simulation = new Simulation(log -> new Shop(log, "shop", 5000, Rate.steady(60, END), 14));
        Conduct first = isOneBlackHoled ? Trouble.blackHole(70, Timeline.NEVER) : Healthy.asPromised(70);
        Station.Setting setting = Station.Setting.VENDOR;
        Station blackHoled = simulation.add("vendor-0", first, setting);
        List<Station> others = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            others.add(simulation.add("vendor-" + i, Healthy.asPromised(70 + i), setting));
        }
        simulation.run(END + Timeline.MINUTE);
        Run.requireWellDone(simulation, blackHoled);
        others.forEach(station -> Run.requireWellDone(simulation, station));
        return new TenSinks(others.stream()
                .map(station -> station.vendor().books().delays().nanosAt(0.99))
                .toList());
    }

    /** The p99 delay of each of the other nine. */
    List<Long> p99s() {
        return p99s;
    }

    /** How much one of the nine is slower, or faster, than with all ten well: the largest change, as a share. */
    static double change(TenSinks well, TenSinks blackHoled) {
        double largest = 0;
        for (int i = 0; i < well.p99s.size(); i++) {
            double change = blackHoled.p99s.get(i) / (double) well.p99s.get(i) - 1;
            largest = Math.abs(change) > Math.abs(largest) ? change : largest;
        }
        return largest;
    }
}
