package dev.weir.server.config;

import dev.weir.ingest.beacon.FrontOptions;
import java.util.HashMap;
import java.util.Map;

/** Whether each listener has a port of its own. */
final class PortChecks {

    private PortChecks() {}

    /** One listener for two would hand private answers out in public, or take what must be encrypted in clear text. */
    static void refuseShared(ConfigNode root, WeirConfig config) throws ConfigException {
        Map<Integer, String> owners = new HashMap<>();
        owners.put(config.server().port(), "server.port (or WEIR_PORT)");
        refuseShared(root, owners, "admin.port", config.admin().port());
        FrontOptions.ProxyProtocol proxyProtocol = config.front().proxyProtocol();
        if (proxyProtocol != null) {
            refuseShared(root, owners, "server.proxy-protocol.port", proxyProtocol.port());
        }
        FrontOptions.Tls tls = config.front().tls();
        if (tls != null) {
            refuseShared(root, owners, "server.tls.port", tls.port());
        }
    }

    private static void refuseShared(ConfigNode root, Map<Integer, String> owners, String path, int port)
            throws ConfigException {
        String owner = port == 0 ? null : owners.putIfAbsent(port, path);
        if (owner != null) {
            throw root.error(path, Integer.toString(port), "another port than " + owner);
        }
    }
}
