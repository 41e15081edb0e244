package dev.weir.tool.admin;

import java.io.Serial;

/** The private port did not do what it was asked; the message says why, and what would help. */
public final class AdminFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public AdminFailure(String message) {
        super(message);
    }
}
