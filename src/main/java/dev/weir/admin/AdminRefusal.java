package dev.weir.admin;

/** Why something that was asked of the private port is not done; the message names what was wrong and what was expected. */
public final class AdminRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    public AdminRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The request makes no sense. */
    public static AdminRefusal bad(String message) {
        return new AdminRefusal(400, message);
    }

    /** It names something that is not there. */
    public static AdminRefusal unknown(String message) {
        return new AdminRefusal(404, message);
    }

    /** It cannot be done as things stand. */
    public static AdminRefusal conflict(String message) {
        return new AdminRefusal(409, message);
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
