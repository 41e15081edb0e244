package dev.weir.tool.admin;

import java.io.Serial;

/** The private port did not do what it was asked; the message says why, and what would help. */
public final class AdminFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean isOfTheCaller;

    /** @param isOfTheCaller whether what was asked is wrong, and would be anywhere */
    public AdminFailure(String message, boolean isOfTheCaller) {
        super(message);
        this.isOfTheCaller = isOfTheCaller;
    }

    public boolean isOfTheCaller() {
        return isOfTheCaller;
    }
}
