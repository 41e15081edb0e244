package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what on the private port. Spoken to by hand, since no client sends a wrong Host. */
@Timeout(30)
final class AccessIT {

    private static final String OPERATE = "operate-0123456789";
    private static final String READ = "read-0123456789abc";

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<Audit.Entry> audited = Collections.synchronizedList(new ArrayList<>());
    private Audit audit = audited::add;
    private int port;

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void withoutATokenWhoeverReachesLoopbackMayOperate() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        assertThat(get("/things", "127.0.0.1:" + port)).startsWith("HTTP/1.1 200");
        assertThat(post("/things/x/do", "localhost:" + port)).startsWith("HTTP/1.1 200");
        assertThat(done).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9090",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "localhost.evil.example"
            })
    void aNameThatWasMadeToLeadHereIsRefused(String host) throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        assertThat(get("/things", host)).startsWith("HTTP/1.1 403").contains("expected: 127.0.0.1");
        assertThat(post("/things/x/do", host)).startsWith("HTTP/1.1 403");
        assertThat(get("/open", host)).startsWith("HTTP/1.1 200");
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void aPageOfAnotherOriginMayDoNothing(String header, String value) throws Exception {
        start(new AdminOptions("127.0.0.1", 0));
        String host = "127.0.0.1:" + port;

        assertThat(get("/things", host, header, value)).startsWith("HTTP/1.1 403");
        assertThat(post("/things/x/do", host, header, value)).startsWith("HTTP/1.1 403");
        assertThat(done).isEmpty();
    }

    @Test
    void thePortsOwnPageMay() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));
        String host = "127.0.0.1:" + port;

        assertThat(post("/things/x/do", host, "Origin", "http://" + host, "Sec-Fetch-Site", "same-origin"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aTokenSaysWhatItsBearerMay() throws Exception {
        start(new AdminOptions("127.0.0.1", 0, OPERATE, READ));
        String host = "weir.example";

        assertThat(get("/things", host))
                .startsWith("HTTP/1.1 401")
                .containsIgnoringCase("www-authenticate: Bearer realm=\"weir\"");
        assertThat(get("/things", host, "Authorization", "Bearer " + READ)).startsWith("HTTP/1.1 200");
        assertThat(post("/things/x/do", host, "Authorization", "Bearer " + READ))
                .startsWith("HTTP/1.1 403")
                .contains("role read (expected: operate)");
        assertThat(post("/things/x/do", host, "Authorization", "bearer " + OPERATE))
                .startsWith("HTTP/1.1 200");
        assertThat(get("/open", host)).startsWith("HTTP/1.1 200");
        assertThat(done).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer ", "Bearer x", "Bearer operate-012345678", "Bearer operate-01234567890", "Basic b3A6"})
    void aWrongTokenIsNone(String authorization) throws Exception {
        start(new AdminOptions("127.0.0.1", 0, OPERATE, READ));

        assertThat(get("/things", "127.0.0.1", "Authorization", authorization)).startsWith("HTTP/1.1 401");
        assertThat(post("/things/x/do", "127.0.0.1", "Authorization", authorization))
                .startsWith("HTTP/1.1 401");
        assertThat(done).isEmpty();
    }

    @Test
    void whoIsRefusedIsCountedOnceByReason() throws Exception {
        start(new AdminOptions("127.0.0.1", 0, OPERATE, READ));
        String host = "127.0.0.1:" + port;

        get("/things", host);
        get("/things", host, "Authorization", "Bearer guess");
        get("/things", host, "Authorization", "Bearer guess");
        get("/things", host, "Origin", "https://evil.example", "Authorization", "Bearer " + OPERATE);
        post("/things/x/do", host, "Authorization", "Bearer " + READ);
        get("/stream", host, "Authorization", "Bearer guess");
        get("/open", host);
        get("/things", host, "Authorization", "Bearer " + READ);

        assertThat(refused("no-token")).isEqualTo(1);
        assertThat(refused("wrong-token")).isEqualTo(3);
        assertThat(refused("foreign-origin")).isEqualTo(1);
        assertThat(refused("role")).isEqualTo(1);
        assertThat(refused("foreign-host")).isZero();
    }

    @Test
    void aForeignNameIsCountedAsOne() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        get("/things", "evil.example");

        assertThat(refused("foreign-host")).isEqualTo(1);
    }

    @Test
    void aStreamHasAHead() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        assertThat(send("HEAD /stream", "127.0.0.1", "")).startsWith("HTTP/1.1 204");
        assertThat(send("POST /stream", "127.0.0.1", ""))
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("allow: GET, HEAD");
    }

    @Test
    void whatIsChangedIsWrittenDownBeforeAndAfter() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        post("/things/x/do", "127.0.0.1", "{\"name\":\"n\",\"secret\":\"s3cret\"}");

        assertThat(audited).extracting(Audit.Entry::outcome).containsExactly("asked", "200");
        assertThat(audited)
                .extracting(Audit.Entry::id)
                .containsOnly(audited.get(0).id());
        assertThat(audited).extracting(Audit.Entry::action).containsOnly("POST /things/x/do");
        assertThat(audited).extracting(Audit.Entry::parameters).containsOnly("name=n secret=(hidden)");
    }

    @Test
    void whatIsNotKnownIsNotWrittenDown() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        post(
                "/things/ida@shop.example/do",
                "127.0.0.1",
                "{\"at\":\"2026-11-21T10:00:00Z\",\"name\":\"Ida\",\"phone\":4915550199377,\"Ida Q\":1}");

        assertThat(audited).extracting(Audit.Entry::action).containsOnly("POST /things/(hidden)/do");
        assertThat(audited)
                .extracting(Audit.Entry::parameters)
                .containsOnly("(hidden)=(hidden) at=2026-11-21T10:00:00Z name=(hidden) phone=(hidden)");
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() throws Exception {
        audit = entry -> {
            throw new IOException("disk full");
        };
        start(new AdminOptions("127.0.0.1", 0));

        assertThat(post("/things/x/do", "127.0.0.1")).startsWith("HTTP/1.1 503").contains("nothing was done");
        assertThat(done).isEmpty();
    }

    @Test
    void whatIsWrongSaysWhatWasExpected() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        assertThat(post("/things", "127.0.0.1")).startsWith("HTTP/1.1 405").containsIgnoringCase("allow: GET, HEAD");
        assertThat(get("/nothing", "127.0.0.1")).startsWith("HTTP/1.1 404");
        assertThat(post("/things/x/do", "127.0.0.1", "[1]"))
                .startsWith("HTTP/1.1 400")
                .contains("JSON object");
        assertThat(post("/things/x/do", "127.0.0.1", "{\"a\":{}}")).startsWith("HTTP/1.1 400");
        assertThat(post("/things/x/do", "127.0.0.1", "{\"a\":\"" + "x".repeat(70_000) + "\"}"))
                .startsWith("HTTP/1.1 413");
        assertThat(done).isEmpty();
    }

    @Test
    void aQueryThatCannotBeReadIsTheCallersMistake() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        assertThat(get("/open?%zz", "127.0.0.1"))
                .startsWith("HTTP/1.1 400")
                .contains("query: malformed")
                .doesNotContain("zz");
        assertThat(post("/things/x/do?a=%zz", "127.0.0.1")).startsWith("HTTP/1.1 400");
        assertThat(done).isEmpty();
    }

    @Test
    void severalTextsAreNotTakenForOne() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));

        assertThat(post("/things/x/do", "127.0.0.1", "{\"did\":[\"a\",\"b\"]}"))
                .startsWith("HTTP/1.1 400")
                .contains("a list of what is no whole number");
        assertThat(done).isEmpty();
    }

    /** A probe that waited would have a process killed that works. */
    @Test
    void whoAsksForHealthDoesNotWaitForOperators() throws Exception {
        CountDownLatch isAnswered = new CountDownLatch(1);
        audit = entry -> {
            try {
                isAnswered.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        start(new AdminOptions("127.0.0.1", 0));
        List<Socket> operators = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket("127.0.0.1", port);
                operators.add(socket);
                socket.getOutputStream()
                        .write("POST /things/x/do HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(get("/open", "127.0.0.1")).startsWith("HTTP/1.1 200");
            assertThat(get("/things", "127.0.0.1")).startsWith("HTTP/1.1 200");
            assertThat(done).isEmpty();
        } finally {
            isAnswered.countDown();
            for (Socket operator : operators) {
                operator.close();
            }
        }
    }

    /** Who sends without end is not listened to for as long. */
    @Test
    void aBodyBeyondTheBoundIsRefusedBeforeItsEnd() throws Exception {
        start(new AdminOptions("127.0.0.1", 0));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("POST /things/x/do HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999\r\n\r\n"
                                    + "x".repeat(70_000))
                            .getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 413").contains("expected: at most 65536 bytes");
        }
        assertThat(done).isEmpty();
    }

    private void start(AdminOptions options) throws Exception {
        List<Endpoint> endpoints = List.of(
                new Endpoint("GET", "/open", Role.ANYONE, Set.of(), request -> AdminAnswer.done()),
                Endpoint.reads("/things", request -> AdminAnswer.done()),
                new Endpoint("POST", "/things/{thing}/do", Role.OPERATE, Set.of("name", "at"), request -> {
                    done.add(request.place("thing"));
                    return AdminAnswer.done();
                }));
        AdminServer server = new AdminServer(
                vertx,
                options,
                endpoints,
                List.of(new StreamEndpoint(
                        "/stream",
                        request -> request.response().setStatusCode(204).end())),
                entry -> audit.write(entry),
                Set.of("n", "x")::contains,
                InstantSource.system(),
                registry);
        port = server.start().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private double refused(String reason) {
        return registry.get("weir.admin.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private String get(String path, String host, String... headers) throws IOException {
        return send("GET " + path, host, "", headers);
    }

    private String post(String path, String host) throws IOException {
        return send("POST " + path, host, "");
    }

    private String post(String path, String host, String body) throws IOException {
        return send("POST " + path, host, body);
    }

    private String post(String path, String host, String header, String value, String... more) throws IOException {
        List<String> headers = new ArrayList<>(List.of(header, value));
        headers.addAll(List.of(more));
        return send("POST " + path, host, "", headers.toArray(String[]::new));
    }

    private String send(String line, String host, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        request.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
