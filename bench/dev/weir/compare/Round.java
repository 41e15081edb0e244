package dev.weir.compare;

/**
 * One round of one server.
 *
 * @param cpuMicros of the server for each request, with what it did for them after the round
 * @param generatorShare the part of the time for which the generator wanted its core
 * @param lagMicros by how much later than due the generator sent, at the 99th percentile, where a connection was free
 * @param others the part of the servers' core that was neither this server's nor idle
 */
record Round(
        String server,
        Load load,
        double perSecond,
        double cpuMicros,
        double p50,
        double p99,
        double p999,
        long refused,
        long unsent,
        double generatorShare,
        double lagMicros,
        double others) {

    private static final double MOST_LAG_MICROS = 1_000;
    private static final double NEARLY_ALL = 0.9;
    private static final double MOST_OTHERS = 0.05;

    static Round of(String server, Load load, Tally tally, double cpuSeconds, double others) {
        return new Round(
                server,
                load,
                tally.perSecond(),
                cpuSeconds * 1e6 / Math.max(1, tally.answered),
                tally.micros.getValueAtPercentile(50),
                tally.micros.getValueAtPercentile(99),
                tally.micros.getValueAtPercentile(99.9),
                tally.refused,
                tally.unsent,
                tally.generatorShare(),
                tally.lagMicros.getValueAtPercentile(99),
                others);
    }

    /** Whether it says more of the generator than of the server. */
    boolean isGeneratorBound() {
        return load.isOpen() ? lagMicros > MOST_LAG_MICROS || unsent > 0 : generatorShare > NEARLY_ALL;
    }

    /** Whether others had so much of the servers' core that it says little. */
    boolean isDisturbed() {
        return others > MOST_OTHERS;
    }

    /** How it is asked: by how many connections, of what kind, and whether by a schedule. */
    enum Load {
        ALONE("1 connection", 1, false, false),
        FEW("64 connections", 64, false, false),
        MANY("256 connections", 256, false, false),
        THOUSAND("1,000 connections", 1_000, false, false),
        TEN_THOUSAND("10,000 connections", 10_000, false, false),
        STREAMS("h2c, 64 connections of 8 streams", 64, true, false),
        HALF("64 connections, half of its saturation", 64, false, true);

        private final String label;
        private final int connections;
        private final boolean isHttp2;
        private final boolean isOpen;

        Load(String label, int connections, boolean isHttp2, boolean isOpen) {
            this.label = label;
            this.connections = connections;
            this.isHttp2 = isHttp2;
            this.isOpen = isOpen;
        }

        String label() {
            return label;
        }

        int connections() {
            return connections;
        }

        boolean isHttp2() {
            return isHttp2;
        }

        boolean isOpen() {
            return isOpen;
        }
    }
}
