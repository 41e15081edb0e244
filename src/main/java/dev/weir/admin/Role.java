package dev.weir.admin;

/** What a caller of the private port may do. The label is the word of the audit and of the page. */
public enum Role {
    /** Ask whether the process lives, and load the page, which holds no data. */
    ANYONE("anyone"),
    /** See all there is to see. */
    READ("read"),
    /** Change what a running server does. */
    OPERATE("operate");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Whether this is as much as is needed. */
    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
