package dev.weir.relay.simulation;

import java.util.ArrayList;
import java.util.List;

/** How traffic comes over a run. */
enum Shape {
    STEADY("steady", "one section, 300 events/s") {
        @Override
        Traffic over(EventLog log) {
            return new Shop(log, "shop", 20_000, Rate.steady(300, END), 11);
        }
    },
    SALE_DAY("sale day", "one section, 200 events/s, and 5,000/s for 60 s from minute 10 on") {
        @Override
        Traffic over(EventLog log) {
            Rate rate = Rate.burst(200, 5000, BURST_BEGIN, BURST_LENGTH, END);
            return new Shop(log, "shop", 20_000, rate, 12);
        }
    },
    NOISY(
            "one noisy section among fifty",
            "49 sections with 5 events/s each, and one with 2,000/s for 2 min from minute 6 on") {
        @Override
        Traffic over(EventLog log) {
            return fifty(log, 2000);
        }
    };

    /** When the last event comes. */
    static final long END = 30 * Timeline.MINUTE;

    static final long BURST_BEGIN = 10 * Timeline.MINUTE;
    static final long BURST_LENGTH = Timeline.MINUTE;

    private static final long NOISE_BEGIN = 6 * Timeline.MINUTE;
    private static final long NOISE_LENGTH = 2 * Timeline.MINUTE;

    private final String label;
    private final String description;

    Shape(String label, String description) {
        this.label = label;
        this.description = description;
    }

    String label() {
        return label;
    }

    String description() {
        return description;
    }

    abstract Traffic over(EventLog log);

    /** Fifty sections, of which one has this many events a second for a while. */
    static Traffic fifty(EventLog log, double noise) {
        List<Traffic> shops = new ArrayList<>();
        for (int i = 0; i < 49; i++) {
            shops.add(new Shop(log, "quiet-" + i, 500, Rate.steady(5, END), 100 + i));
        }
        shops.add(new Shop(log, "noisy", 20_000, Rate.burst(0, noise, NOISE_BEGIN, NOISE_LENGTH, END), 13));
        return Traffic.of(shops);
    }
}
