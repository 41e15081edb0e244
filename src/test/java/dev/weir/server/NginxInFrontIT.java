package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** nginx, over clear text and over TLS. */
final class NginxInFrontIT {

    private static FrontProcess nginx(Path where, int weirPort, String scheme, String tls) throws Exception {
        Map<String, String> values = Map.of("weir", Integer.toString(weirPort), "scheme", scheme, "tls", tls);
        return FrontProcess.start(
                where, "nginx.conf", values, "nginx", "-p", "{dir}", "-c", "{config}", "-e", "stderr");
    }

    @Nested
    final class OverClearText extends InFrontContract {
        @Override
        String program() {
            return "nginx";
        }

        @Override
        FrontProcess front(Path where, int weirPort) throws Exception {
            return nginx(where, weirPort, "http", "");
        }
    }

    @Nested
    final class OverTls extends InFrontContract {
        private PemFiles pem;

        @Override
        String program() {
            return "nginx";
        }

        @Override
        String moreOfServer() throws Exception {
            pem = PemFiles.make(dir, "weir", "t.shop.example", "EC");
            return "tls: {port: 0, certificates: [{chain: '" + pem.chain() + "', key: '" + pem.key() + "'}]}";
        }

        @Override
        int port() {
            return weir.ports().encrypted();
        }

        @Override
        FrontProcess front(Path where, int weirPort) throws Exception {
            return nginx(
                    where,
                    weirPort,
                    "https",
                    "proxy_ssl_verify on; proxy_ssl_trusted_certificate " + pem.chain()
                            + "; proxy_ssl_name t.shop.example; proxy_ssl_server_name on;");
        }

        @Test
        void theCertificateIsLookedAt() throws Exception {
            assertThat(web().get("/health").statusCode()).isEqualTo(200);
            front.close();
            PemFiles strange = PemFiles.make(dir, "strange", "t.shop.example", "EC");
            String tls = "proxy_ssl_verify on; proxy_ssl_trusted_certificate " + strange.chain()
                    + "; proxy_ssl_name t.shop.example; proxy_ssl_server_name on;"
                    + " } location = /health { return 200 ok;";
            front = nginx(dir.resolve("other"), tunnel.port(), "https", tls);

            assertThat(web().get("/nowhere").statusCode()).isEqualTo(502);
        }
    }
}
