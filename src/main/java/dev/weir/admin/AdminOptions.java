package dev.weir.admin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The private listener.
 *
 * @param host the address to bind to; anything but loopback needs a token
 * @param port 0 to 65535; 0 takes any free port
 * @param operateToken who shows it may do everything; null where whoever reaches loopback may
 * @param readToken who shows it may see everything; null for none
 */
public record AdminOptions(
        String host,
        int port,
        @Nullable String operateToken,
        @Nullable String readToken) {

    /** Shorter ones can be guessed. */
    static final int LEAST_TOKEN_CHARS = 16;

    private static final int MOST_TOKEN_CHARS = 512;

    public AdminOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("admin.host: empty (expected: an address)");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("admin.port: " + port + " (expected: 0 to 65535)");
        }
        checkToken("admin.token (or WEIR_ADMIN_TOKEN)", operateToken);
        checkToken("admin.read-token (or WEIR_ADMIN_READ_TOKEN)", readToken);
        if (operateToken == null && readToken != null) {
            throw new IllegalArgumentException(
                    "admin.read-token: without admin.token (expected: both, or the latter alone)");
        }
        if (operateToken != null && operateToken.equals(readToken)) {
            throw new IllegalArgumentException("admin.read-token: that of admin.token (expected: another)");
        }
    }

    /** Why nobody may serve on these, or null: who only reads the config need not have the token. */
    public @Nullable String refusal() {
        return operateToken != null || isLoopback(host)
                ? null
                : "admin.host: " + host
                        + " (expected: a loopback address, or a token in WEIR_ADMIN_TOKEN or admin.token, since others can reach it)";
    }

    /** Of a port that whoever can reach may use. */
    public AdminOptions(String host, int port) {
        this(host, port, null, null);
    }

    /** Whether this names the machine itself, and nothing that others can reach. */
    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("::1") || name.equals("[::1]") || isLoopbackV4(name);
    }

    private static boolean isLoopbackV4(String name) {
        return name.matches("127(\\.\\d{1,3}){3}");
    }

    private static void checkToken(String option, @Nullable String token) {
        if (token == null) {
            return;
        }
        boolean isPlain = token.chars().allMatch(each -> each > ' ' && each < 0x7f);
        if (token.length() < LEAST_TOKEN_CHARS || token.length() > MOST_TOKEN_CHARS || !isPlain) {
            throw new IllegalArgumentException(option + ": " + token.length() + " characters (expected: "
                    + LEAST_TOKEN_CHARS + " to " + MOST_TOKEN_CHARS + " of ASCII without spaces)");
        }
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "AdminOptions[" + host + ":" + port + "]";
    }
}
