package dev.weir.server;

import dev.weir.server.config.WeirConfig;

/** What of Weir a process is: the two halves may be apart where the journal is many machines'. */
enum ServeRole {
    /** Takes events and delivers them. */
    ALL("all"),
    /** Takes events; others deliver them. */
    INTAKE("intake"),
    /** Delivers events that others take, and has no public port. */
    RELAY("relay");

    private final String label;

    ServeRole(String label) {
        this.label = label;
    }

    /** As the command line says it. */
    @Override
    public String toString() {
        return label;
    }

    boolean takes() {
        return this != RELAY;
    }

    boolean delivers() {
        return this != INTAKE;
    }

    /** @throws StartException if the journal is this process's alone */
    void check(WeirConfig config) throws StartException {
        if (this != ALL && config.kafka() == null) {
            throw new StartException(
                    Main.EXIT_USAGE,
                    "--role: " + label + " with journal.type: file (expected: all, or journal.type: kafka)",
                    null);
        }
    }
}
