package dev.weir.rehearsal;

import java.util.Locale;
import picocli.CommandLine;

/** What goes wrong, one after the other. */
enum Phase {
    /** The first seconds, in which all compile and no bucket is empty yet. */
    BEGINNING("nothing; all have just started", Budget.UNTOLD),
    QUIET("nothing", Budget.SHARED),
    INTAKE_KILLED("kill -9 of an intake, then a start", Budget.UNTOLD),
    INTAKE_STOPPED("SIGSTOP of an intake", Budget.UNTOLD),
    INTAKE_CUT_OFF("the cable of an intake pulled", Budget.UNTOLD),
    RELAY_KILLED("kill -9 of a relay, then a start", Budget.SHARED),
    RELAY_STOPPED("SIGSTOP of a relay, until its partitions are another's", Budget.SHARED),
    RELAY_CUT_OFF("the cable of a relay pulled, until its partitions are another's", Budget.SHARED),
    REDIS_KILLED("kill -9 of Redis, then a start with nothing in it", Budget.BY_PARTS),
    REDIS_STOPPED("SIGSTOP of Redis", Budget.BY_PARTS),
    REDIS_CUT_OFF("the cable of Redis pulled", Budget.BY_PARTS),
    BROKER_KILLED("kill -9 of the only broker, then a start", Budget.UNTOLD),
    BROKER_CUT_OFF("the cable of the broker pulled", Budget.UNTOLD),
    VENDOR_STOPPED("the vendor reads and does not answer, then answers all", Budget.SHARED),
    VENDOR_LIMITS("the vendor answers 429", Budget.SHARED),
    CDN_RESTARTED("HAProxy ends, then starts", Budget.UNTOLD);

    private final String fault;
    private final Budget budget;

    Phase(String fault, Budget budget) {
        this.fault = fault;
        this.budget = budget;
    }

    /** As the command line has it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In words. */
    String fault() {
        return fault;
    }

    Budget budget() {
        return budget;
    }

    static Phase of(String label) {
        for (Phase phase : values()) {
            if (phase.label().equals(label)) {
                return phase;
            }
        }
        throw new CommandLine.TypeConversionException(label + " (expected: one of the phases that --help lists)");
    }

    /** By what the intakes go meanwhile; untold is what a fault itself keeps from being accepted. */
    enum Budget {
        SHARED,
        BY_PARTS,
        UNTOLD
    }
}
