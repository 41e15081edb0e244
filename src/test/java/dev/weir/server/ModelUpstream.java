package dev.weir.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A vendor's server that remembers what it got, and may take its time to answer. */
final class ModelUpstream implements AutoCloseable {

    private final HttpServer server;
    private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(2);
    private final Map<String, List<String>> bodiesByKey = new ConcurrentHashMap<>();
    private final BiConsumer<String, String> arrivals;
    private volatile long delayMillis;

    ModelUpstream(int port, long delayMillis) throws IOException {
        this(port, delayMillis, body -> false);
    }

    /** @param refuses bodies that it will never take */
    ModelUpstream(int port, long delayMillis, Predicate<String> refuses) throws IOException {
        this(port, delayMillis, refuses, null);
    }

    /** One that keeps nothing, for more than memory holds. @param arrivals is told the key and the body of each that comes */
    static ModelUpstream telling(int port, BiConsumer<String, String> arrivals) throws IOException {
        return new ModelUpstream(port, 0, body -> false, arrivals);
    }

    private ModelUpstream(
            int port, long delayMillis, Predicate<String> refuses, @Nullable BiConsumer<String, String> arrivals)
            throws IOException {
        this.delayMillis = delayMillis;
        this.arrivals = arrivals == null ? this::keep : arrivals;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            this.arrivals.accept(key, body);
            answers.schedule(
                    () -> {
                        try (exchange) {
                            exchange.sendResponseHeaders(refuses.test(body) ? 422 : 200, -1);
                        } catch (IOException gone) {
                            // The caller was killed: that is what the test is about.
                        }
                    },
                    this.delayMillis,
                    TimeUnit.MILLISECONDS);
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** From now on. */
    void answerAtOnce() {
        delayMillis = 0;
    }

    /** What came, by idempotency key. */
    Map<String, List<String>> bodiesByKey() {
        return bodiesByKey;
    }

    private void keep(String key, String body) {
        bodiesByKey.merge(key, List.of(body), ModelUpstream::concat);
    }

    private static List<String> concat(List<String> before, List<String> more) {
        List<String> all = new ArrayList<>(before);
        all.addAll(more);
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
        answers.shutdownNow();
    }
}
