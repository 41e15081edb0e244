package dev.weir.ingest.beacon;

import dev.weir.ingest.client.ClientSearch;
import dev.weir.ingest.client.ClientSearch.Found;
import dev.weir.ingest.client.IpAddress;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and by what name: the peer, or the client behind a trusted one. What is to be known of a peer is found out once
 * a connection. Confined to one event loop.
 */
final class Callers {

    private final ClientSearch search;
    /** Weak, because a connection that turns from HTTP/1.1 to HTTP/2 becomes another, and never says that it has ended. */
    private final Map<HttpConnection, Peer> peers = new WeakHashMap<>();

    Callers(ClientSearch search) {
        this.search = search;
    }

    /** The client's IP address, or null when there is none, as behind a Unix socket. */
    @Nullable
    String address(HttpServerRequest request) {
        Peer peer = peer(request.connection());
        // Fast path: who is not trusted is the client, whatever it sends.
        return peer.trusted == null
                ? peer.text
                : find(peer.trusted, request).address().toString();
    }

    /** {@code http} or {@code https}, as the client sees it. */
    String scheme(HttpServerRequest request) {
        IpAddress trusted = peer(request.connection()).trusted;
        String said = trusted == null ? null : search.scheme(find(trusted, request), request.headers()::getAll);
        return said == null ? String.valueOf(request.scheme()) : said;
    }

    /** Scheme, host and perhaps port, as the client sees them; empty where it named no host. */
    String origin(HttpServerRequest request) {
        IpAddress trusted = peer(request.connection()).trusted;
        String said = trusted == null ? null : search.host(find(trusted, request));
        HostAndPort authority = request.authority();
        if (said == null && authority == null) {
            return "";
        }
        return scheme(request) + "://" + (said == null ? authority : said);
    }

    boolean isTrusted(HttpConnection connection) {
        return peer(connection).trusted != null;
    }

    private Found find(IpAddress peer, HttpServerRequest request) {
        MultiMap headers = request.headers();
        return search.find(peer, headers::getAll);
    }

    private Peer peer(HttpConnection connection) {
        Peer known = peers.get(connection);
        return known == null ? meet(connection) : known;
    }

    private Peer meet(HttpConnection connection) {
        SocketAddress remote = connection.remoteAddress();
        String text = remote == null ? null : remote.hostAddress();
        IpAddress address = IpAddress.ofSocket(text);
        boolean isTrusted = address != null && search.isTrusted(address);
        Peer peer = new Peer(address == null ? text : address.toString(), isTrusted ? address : null);
        peers.put(connection, peer);
        return peer;
    }

    /**
     * The other end of a connection.
     *
     * @param text its address, or null
     * @param trusted the same, if it is believed when it names another
     */
    private record Peer(@Nullable String text, @Nullable IpAddress trusted) {}
}
