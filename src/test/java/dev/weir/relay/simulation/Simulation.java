package dev.weir.relay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Traffic, and the sinks that all get it, in one virtual time. */
final class Simulation {

    private static final int FORGET_EVERY = 1 << 14;

    private final Timeline time = new Timeline();
    private final EventLog log = new EventLog(new ShopDialect().label());
    private final Traffic traffic;
    private final List<Station> stations = new ArrayList<>();
    private long steps;

    Simulation(Function<EventLog, Traffic> traffic) {
        this.traffic = traffic.apply(log);
    }

    /** Another sink, which gets everything. */
    Station add(String name, Conduct conduct, Station.Setting setting) {
        Station station = new Station(time, log, name, conduct, setting);
        stations.add(station);
        return station;
    }

    Timeline time() {
        return time;
    }

    EventLog log() {
        return log;
    }

    /** Runs until nothing comes any longer and nothing is owed, or until this time. */
    void run(long limit) {
        while (!isOver() && next() <= limit) {
            step();
        }
    }

    /** Goes on to the next time at which anything happens. */
    void step() {
        time.advance(next());
        boolean hasGrown = false;
        while (traffic.next() <= time.nanos()) {
            traffic.emit();
            hasGrown = true;
        }
        for (Station station : stations) {
            if (hasGrown) {
                station.wake();
            }
            if (station.dueNanos() <= time.nanos()) {
                station.step();
            }
        }
        if (++steps % FORGET_EVERY == 0) {
            log.forget(stations.stream().mapToLong(Station::needed).min().orElse(1));
        }
    }

    boolean isOver() {
        return traffic.next() == Timeline.NEVER && stations.stream().allMatch(station -> station.pending() == 0);
    }

    private long next() {
        long next = Math.min(time.next(), traffic.next());
        for (Station station : stations) {
            next = Math.min(next, station.dueNanos());
        }
        return Math.max(next, time.nanos());
    }
}
