package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.connection.StrictCase;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of {@code http/strict.txt}, over sockets: all at once, byte by byte, and with a request smuggled in behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StrictHttpIT {

    private static final byte[] SMUGGLED = ascii("GET /smuggled HTTP/1.1\r\nHost: weir\r\n\r\n");
    private static final byte[] NEXT = ascii("GET /health HTTP/1.1\r\nHost: weir\r\n\r\n");
    /** At both ends of a long request; what is between them goes in one piece. */
    private static final int BYTES_ALONE = 700;

    private LocalWeir weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        weir = LocalWeir.start(data, """
                server: {port: 0}
                admin: {port: 0}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
                """);
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    static Stream<StrictCase> cases() {
        return StrictCase.all().stream();
    }

    static Stream<StrictCase> allowed() {
        return cases().filter(each -> !each.isRefused());
    }

    static Stream<StrictCase> refused() {
        return cases().filter(StrictCase::isRefused);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void allAtOnce(StrictCase each) throws IOException {
        double before = received();
        try (Client client = new Client(each)) {
            client.send(each.bytes(), 0, each.bytes().length);

            assertAnswer(client, each);
        }
        if (each.isRefused()) {
            assertThat(received()).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void byteByByte(StrictCase each) throws IOException {
        byte[] bytes = each.bytes();
        int firstAlone = Math.min(bytes.length, BYTES_ALONE);
        int lastAlone = Math.max(firstAlone, bytes.length - BYTES_ALONE);
        try (Client client = new Client(each)) {
            client.drip(bytes, 0, firstAlone);
            client.send(bytes, firstAlone, lastAlone);
            client.drip(bytes, lastAlone, bytes.length);

            assertAnswer(client, each);
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void nothingBehindWhatIsRefusedIsRead(StrictCase each) throws IOException {
        double before = received();
        byte[] both = Arrays.copyOf(each.bytes(), each.bytes().length + SMUGGLED.length);
        System.arraycopy(SMUGGLED, 0, both, each.bytes().length, SMUGGLED.length);
        try (Client client = new Client(each)) {
            client.send(both, 0, both.length);

            assertAnswer(client, each);
        }
        assertThat(received()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void whoSaysNothingMoreIsAnswered(StrictCase each) throws IOException {
        try (Client client = new Client(each)) {
            client.send(each.bytes(), 0, each.bytes().length);
            client.socket.shutdownOutput();

            assertThat(client.status(each.name().startsWith("HEAD"))).isEqualTo(each.status());
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    private void assertAnswer(Client client, StrictCase each) throws IOException {
        boolean isToHead = each.name().startsWith("HEAD");
        assertThat(client.status(isToHead)).isEqualTo(each.status());
        if (each.lives()) {
            client.send(NEXT, 0, NEXT.length);
            assertThat(client.status(false)).isEqualTo(200);
        } else {
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    /** Requests that got a verdict or wait for one; to be asked for health is none. */
    private double received() {
        return weir.scrape().sum("weir_received_total");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One connection. */
    private final class Client implements AutoCloseable {
        private final StrictCase what;
        private final Socket socket;
        private final InputStream in;

        Client(StrictCase what) throws IOException {
            this.what = what;
            socket = new Socket("127.0.0.1", weir.uri().getPort());
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
        }

        /** All of it, where the connection is to live: an answer may come before the end of a body. */
        void send(byte[] bytes, int from, int to) throws IOException {
            if (what.lives() || in.available() == 0) {
                socket.getOutputStream().write(bytes, from, to - from);
            }
        }

        /** One write for each byte, until the server has heard enough. */
        void drip(byte[] bytes, int from, int to) throws IOException {
            for (int at = from; at < to; at++) {
                send(bytes, at, at + 1);
            }
        }

        /** Of the next answer, which is read to its end. */
        int status(boolean isToHead) throws IOException {
            String statusLine = line();
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.startsWith("content-length: ")) {
                    length = Integer.parseInt(line.substring("content-length: ".length()));
                }
            }
            assertThat(in.readNBytes(isToHead ? 0 : length)).hasSize(isToHead ? 0 : length);
            return Integer.parseInt(statusLine.split(" ", 3)[1]);
        }

        boolean isAtEnd() throws IOException {
            return in.read() < 0;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                assertThat(c).as("closed behind " + line).isNotNegative();
                line.append((char) c);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
