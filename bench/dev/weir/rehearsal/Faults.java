package dev.weir.rehearsal;

import java.time.Duration;

/** Does to the cluster what a phase says, and takes it back. */
final class Faults {

    /** Until the group has given a relay's partitions to another, with the session timeout of the config. */
    private static final Duration BEYOND_THE_SESSION = Duration.ofSeconds(10);

    private static final Duration STOP_OF_AN_INTAKE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Network network;
    private final Vendor vendor;

    Faults(Cluster cluster, Network network, Vendor vendor) {
        this.cluster = cluster;
        this.network = network;
        this.vendor = vendor;
    }

    /** How long it lasts, before what was ended is started again. */
    static Duration length(Phase phase, Duration usual) {
        return switch (phase) {
            case INTAKE_STOPPED -> STOP_OF_AN_INTAKE;
            case RELAY_STOPPED, RELAY_CUT_OFF -> usual.compareTo(BEYOND_THE_SESSION) > 0 ? usual : BEYOND_THE_SESSION;
            case CDN_RESTARTED -> Duration.ofSeconds(1);
            default -> usual;
        };
    }

    void begin(Phase phase) throws Exception {
        switch (phase) {
            case BEGINNING, QUIET -> {}
            case INTAKE_KILLED -> cluster.intake().kill();
            case INTAKE_STOPPED -> cluster.intake().halt();
            case RELAY_KILLED -> cluster.relay().kill();
            case RELAY_STOPPED -> cluster.relay().halt();
            case INTAKE_CUT_OFF -> network.unplug("intake-1");
            case RELAY_CUT_OFF -> network.unplug("relay-1");
            case REDIS_CUT_OFF -> network.unplug("redis");
            case BROKER_CUT_OFF -> network.unplug("kafka");
            case REDIS_KILLED -> cluster.redis().kill();
            case REDIS_STOPPED -> cluster.redis().halt();
            case BROKER_KILLED -> cluster.broker().kill();
            case VENDOR_STOPPED -> vendor.become(Vendor.Mood.SILENT);
            case VENDOR_LIMITS -> vendor.become(Vendor.Mood.LIMITING);
            case CDN_RESTARTED -> cluster.endCdn();
        }
    }

    /** Returns when what was ended serves again. */
    void end(Phase phase) throws Exception {
        switch (phase) {
            case BEGINNING, QUIET -> {}
            case INTAKE_KILLED -> cluster.restart(cluster.intake());
            case INTAKE_STOPPED -> cluster.intake().goOn();
            case RELAY_KILLED -> cluster.restart(cluster.relay());
            case RELAY_STOPPED -> cluster.relay().goOn();
            case INTAKE_CUT_OFF -> network.plug("intake-1");
            case RELAY_CUT_OFF -> network.plug("relay-1");
            case REDIS_CUT_OFF -> network.plug("redis");
            case BROKER_CUT_OFF -> network.plug("kafka");
            case REDIS_KILLED -> cluster.redis().start();
            case REDIS_STOPPED -> cluster.redis().goOn();
            case BROKER_KILLED -> cluster.broker().restart();
            case VENDOR_STOPPED, VENDOR_LIMITS -> vendor.become(Vendor.Mood.WELL);
            case CDN_RESTARTED -> cluster.startCdn();
        }
    }
}
