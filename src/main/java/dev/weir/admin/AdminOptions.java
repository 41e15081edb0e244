package dev.weir.admin;

/**
 * The private listener.
 *
 * @param host the address to bind to; anything but loopback shows metrics to whoever reaches it
 * @param port 0 to 65535; 0 takes any free port
 */
public record AdminOptions(String host, int port) {

    public AdminOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("admin.host: empty (expected: an address)");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("admin.port: " + port + " (expected: 0 to 65535)");
        }
    }
}
