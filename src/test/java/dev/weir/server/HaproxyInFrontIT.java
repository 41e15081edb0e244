package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** HAProxy: HTTP/1.1, HTTP/2 in clear text, and both versions of its own protocol. */
final class HaproxyInFrontIT {

    private static FrontProcess haproxy(Path where, int weirPort, String server) throws Exception {
        Map<String, String> values = Map.of("weir", Integer.toString(weirPort), "server", server);
        return FrontProcess.start(where, "haproxy.cfg", values, "haproxy", "-db", "-f", "{config}");
    }

    @Nested
    final class OverHttp1 extends InFrontContract {
        @Override
        String program() {
            return "haproxy";
        }

        @Override
        FrontProcess front(Path where, int weirPort) throws Exception {
            return haproxy(where, weirPort, "check");
        }
    }

    @Nested
    final class OverHttp2 extends InFrontContract {
        @Override
        String program() {
            return "haproxy";
        }

        @Override
        FrontProcess front(Path where, int weirPort) throws Exception {
            return haproxy(where, weirPort, "proto h2 check check-proto h2");
        }

        /** Over HTTP/2 there is room for twice as many, since each is counted with 32 bytes more. */
        @Override
        int statusOfManyHeaders() {
            return 200;
        }
    }

    @Nested
    final class WithProxyProtocolVersion1 extends InFrontContract {
        @Override
        String program() {
            return "haproxy";
        }

        @Override
        int port() {
            return weir.ports().proxied();
        }

        @Override
        FrontProcess front(Path where, int weirPort) throws Exception {
            return haproxy(where, weirPort, "send-proxy check check-send-proxy");
        }
    }

    @Nested
    final class WithProxyProtocolVersion2 extends InFrontContract {
        @Override
        String program() {
            return "haproxy";
        }

        @Override
        int port() {
            return weir.ports().proxied();
        }

        @Override
        FrontProcess front(Path where, int weirPort) throws Exception {
            return haproxy(where, weirPort, "send-proxy-v2 check check-send-proxy");
        }

        @AfterEach
        void itsOwnChecksWereServed() {
            if (weir != null) {
                assertThat(weir.scrape().sum("weir_proxy_protocol_refused_total"))
                        .isZero();
            }
        }
    }
}
