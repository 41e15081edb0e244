package dev.weir.ingest.beacon;

import dev.weir.dialect.Dialect;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells a client that it showed a secret in a URL, by {@code weir-warning: secret-in-url}. Vendors' clients do that, so the request goes
 * on as it would; but every proxy and browser on the way may have kept it. A header of our own, because the one that HTTP had for
 * warnings is obsolete (RFC 9111, 5.5). Safe for many threads.
 */
final class SecretsInUrl {

    private static final CharSequence WEIR_WARNING = HttpHeaders.createOptimized("weir-warning");
    private static final CharSequence SECRET_IN_URL = HttpHeaders.createOptimized("secret-in-url");

    private final Map<String, Counter> counters = new HashMap<>();

    SecretsInUrl(MeterRegistry registry, Collection<Dialect> dialects) {
        for (Dialect dialect : dialects) {
            counters.put(
                    dialect.label(),
                    Counter.builder("weir.secrets.in.url")
                            .description("Requests that had a secret in their URL, whatever became of them")
                            .tag("dialect", dialect.label())
                            .register(registry));
        }
    }

    /** Puts the warning into the answer if there is something to warn of, whatever the answer will be. */
    void warn(HttpServerRequest request, Dialect dialect) {
        String query = request.query();
        // Fast path: most beacons have no query, and no page has a secret.
        if (query == null || query.isEmpty() || !dialect.hasSecretIn(query)) {
            return;
        }
        request.response().headers().set(WEIR_WARNING, SECRET_IN_URL);
        Counter counter = counters.get(dialect.label());
        if (counter != null) {
            counter.increment();
        }
    }
}
