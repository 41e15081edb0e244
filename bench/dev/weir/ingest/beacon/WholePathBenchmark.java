package dev.weir.ingest.beacon;

import dev.weir.connection.GuardedTransport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.transport.Transport;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the bytes of a request that a browser sends to the bytes of its answer, without a kernel: Weir with its guards and a journal
 * that keeps every promise at once, and a bare Vert.x handler as the control. The client's part is in both figures.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WholePathBenchmark {

    static final String KEY = "0d42fd8b713d0752776ca589cc0056";

    private static final int CONNECTIONS = 16;
    static final int REQUESTS = 512;
    private static final int PORT = 80;

    private static final String BODY = "{\"event\":\"view\",\"shop_id\":\"" + KEY + "\",\"did\":\"7rjVGhMykT\","
            + "\"seance\":\"R5eQXkrKCf\",\"sid\":\"R5eQXkrKCf\",\"stream\":\"web\",\"segment\":\"A\","
            + "\"referer\":\"https://shop.example/product/100500\",\"items\":[{\"id\":\"100500\"}],"
            + "\"recommended_by\":\"dynamic\",\"recommended_code\":\"3d045e1b39c321ff695604587597231c\"}";

    private static final String HEAD = "POST /push HTTP/1.1\r\nhost: t.shop.example\r\nconnection: keep-alive\r\n"
            + "sec-ch-ua: \"Chromium\";v=\"142\", \"Google Chrome\";v=\"142\", \"Not_A Brand\";v=\"99\"\r\n"
            + "sec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Windows\"\r\n"
            + "user-agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n"
            + "accept: */*\r\norigin: https://shop.example\r\nsec-fetch-site: same-site\r\nsec-fetch-mode: cors\r\n"
            + "sec-fetch-dest: empty\r\nreferer: https://shop.example/\r\naccept-encoding: gzip, deflate, br, zstd\r\n"
            + "accept-language: en-GB,en;q=0.9\r\ncontent-type: application/json\r\ncontent-length: " + BODY.length()
            + "\r\n\r\n";

    @Param({"vertx", "weir"})
    String server;

    private Vertx vertx;
    private InVmClients clients;

    @Setup
    public void start() throws Exception {
        InVm inVm = new InVm();
        boolean isWeir = server.equals("weir");
        OpenServer open = new OpenServer();
        Transport transport = isWeir ? new GuardedTransport(inVm, open.guard()) : inVm;
        vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        // One exchange is one long turn, as far as Vert.x can tell.
                        .setBlockedThreadCheckInterval(1)
                        .setBlockedThreadCheckIntervalUnit(TimeUnit.HOURS))
                .withTransport(transport)
                .build();
        if (isWeir) {
            open.start(vertx, PORT);
        } else {
            bare();
        }
        ByteBuf request = Unpooled.directBuffer().writeBytes((HEAD + BODY).getBytes(StandardCharsets.US_ASCII));
        clients = InVmClients.connect(vertx, InVm.at(PORT), CONNECTIONS, Unpooled.unreleasableBuffer(request));
    }

    private void bare() throws Exception {
        Buffer answer = Buffer.buffer("{\"status\":\"success\"}");
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(PORT))
                .requestHandler(request -> request.body()
                        .onSuccess(body -> request.response()
                                .putHeader("content-type", "application/json")
                                .end(answer)))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long answer() throws InterruptedException {
        return clients.exchange(REQUESTS);
    }

    @TearDown
    public void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
