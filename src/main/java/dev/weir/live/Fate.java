package dev.weir.live;

/**
 * What has become of an event at a sink.
 *
 * @param timeMillis when this was known, Unix milliseconds
 * @param by the number of the event that was delivered in its place, or 0
 * @param failures how many attempts have failed since the log began to look
 * @param reason why the last attempt failed, or why it was given up; perhaps empty
 * @param status the destination's own status, or 0
 * @param detail a few words more; perhaps empty
 */
record Fate(Kind kind, long timeMillis, long by, int failures, String reason, int status, String detail) {

    static Fate of(Kind kind, long timeMillis, long by) {
        return new Fate(kind, timeMillis, by, 0, "", 0, "");
    }

    /** The same, of an event with which this many attempts have failed. */
    Fate after(int failed) {
        return failed == failures ? this : new Fate(kind, timeMillis, by, failed, reason, status, detail);
    }

    /** What may become of an event. The label is the word in the live log. */
    enum Kind {
        PENDING("pending"),
        DELIVERED("delivered"),
        SUPERSEDED("superseded"),
        DEAD_LETTERED("dead-lettered"),
        SKIPPED("skipped"),
        NOT_ROUTED("not-routed");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
