package dev.weir.ingest.beacon;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;

/** One of the public ports, and what a connection must bring to get in. Safe for many threads. */
public interface Door {

    /** 0 to 65535; 0 takes any free port. */
    int port();

    /** At least 1, and another for each door: what Vert.x tells listeners on any free port apart by. */
    int number();

    /** Says how connections begin. */
    void prepare(HttpServerOptions server);

    /** Whether this connection, whose first bytes were as they should be, is served; otherwise it is closed. */
    boolean admits(HttpConnection connection);

    /** A connection ended before it was one of HTTP. */
    void onBadStart(Throwable cause);

    /** HTTP/1.1 and HTTP/2 in clear text, for everybody. */
    static Door plain(int port) {
        return new Open(port);
    }

    /** A door that is open. */
    record Open(int port) implements Door {

        @Override
        public int number() {
            return 1;
        }

        @Override
        public void prepare(HttpServerOptions server) {}

        @Override
        public boolean admits(HttpConnection connection) {
            return true;
        }

        @Override
        public void onBadStart(Throwable cause) {}
    }
}
