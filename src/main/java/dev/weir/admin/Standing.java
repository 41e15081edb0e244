package dev.weir.admin;

import org.jspecify.annotations.Nullable;

/**
 * What a caller of the private port is.
 *
 * @param doubt why it is no more than anyone, where that could be told; null for who showed what is needed
 */
record Standing(Role role, @Nullable Doubt doubt) {

    static Standing of(Role role) {
        return new Standing(role, null);
    }

    static Standing doubted(Doubt doubt) {
        return new Standing(Role.ANYONE, doubt);
    }

    /** Why somebody may not do what he asks for. The label is the metric's tag and the log's word. */
    enum Doubt {
        NO_TOKEN("no-token"),
        WRONG_TOKEN("wrong-token"),
        /** A page of another site, in a browser that reaches this port. */
        FOREIGN_ORIGIN("foreign-origin"),
        /** A name that is not this machine's own was made to lead here (DNS rebinding). */
        FOREIGN_HOST("foreign-host"),
        /** The token is good, and for looking alone. */
        ROLE("role");

        private final String label;

        Doubt(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
