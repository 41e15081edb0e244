package dev.weir.relay.simulation;

import org.junit.jupiter.api.Test;

class QuickTest {
    @Test
    void run() {
        for (Shape shape : Shape.values()) {
            for (Vendor vendor : Vendor.values()) {
                if (!(shape == Shape.STEADY && (vendor == Vendor.HEALTHY || vendor == Vendor.BURST_503))) { continue; }
                long begin = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                Simulation simulation = new Simulation(shape::over);
                Station station = simulation.add("vendor", vendor.conduct(7), Station.Setting.VENDOR);
                simulation.run(180 * Timeline.MINUTE);
                System.out.printf(
                        "%s %s %s faults %s wall %d ms%n",
                        shape,
                        vendor,
                        Figures.of(simulation, station),
                        station.vendor().books().faults(),
                        (java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1000000);
            }
        }
    }
}
