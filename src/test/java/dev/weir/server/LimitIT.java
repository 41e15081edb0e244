package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A section's token bucket on the socket, by the clients' clock: each answer tells between which two moments a token was taken. */
@Tag(Soak.TAG)
final class LimitIT {

    private static final int REFILL = 20;
    private static final int CAPACITY = 200;
    private static final int CLIENTS = 4;
    private static final int OF_QUIET = 100;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** So many tokens are asked for and given beside the capacity, so often. */
    private static final int REFILLED = 100;

    private static final int ROUNDS = Soak.times(1, 20);

    private static final String CONFIG = """
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - {name: noisy, personaclick: [{shop-id: noisy}], sinks: [files], limit: {refill: %d, capacity: %d}}
              - {name: quiet, personaclick: [{shop-id: quiet}], sinks: [files], limit: {refill: 1, capacity: 100000}}
            """.formatted(REFILL, CAPACITY);

    @Test
    void noisySectionGetsItsTokensAndNoMoreAndAnotherFeelsNothing(@TempDir Path data) throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            List<Asked> all = askOverAndOver(weir);
            List<Asked> accepted =
                    all.stream().filter(each -> each.status() == 200).toList();
            List<Asked> refused =
                    all.stream().filter(each -> each.status() == 429).toList();

            assertThat(accepted.size() + refused.size()).isEqualTo(all.size());
            assertNoneTooMany(accepted);
            assertNoneTooFew(refused, accepted);
            assertThat(weir.scrape().sum("weir_limited_total", "section=\"noisy\""))
                    .isEqualTo(refused.size());
            assertThat(weir.scrape().sum("weir_accepted_total", "section=\"noisy\""))
                    .isEqualTo(accepted.size());
        }
    }

    @Test
    void refusalTellsWhenToComeAgainAndThatIsTrue(@TempDir Path data) throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG)) {
            HttpResponse<String> refused = weir.post("/push", view("noisy"));
            for (int i = 0; i < 20 * CAPACITY && refused.statusCode() == 200; i++) {
                refused = weir.post("/push", view("noisy"));
            }
            long refusedNanos = System.nanoTime();

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("retry-after")).contains("1");
            assertThat(refused.headers().firstValue("ratelimit")).contains("\"default\";r=0;t=1");
            assertThat(refused.headers().firstValue("ratelimit-policy")).contains("\"default\";q=200;w=10");
            Await.until("as long as was told", () -> System.nanoTime() - refusedNanos >= SECOND_NANOS);
            assertThat(weir.post("/push", view("noisy")).statusCode()).isEqualTo(200);
        }
    }

    /** What every client asked of the noisy section; that the quiet one was refused nothing meanwhile is asserted. */
    private static List<Asked> askOverAndOver(LocalWeir weir) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        assertThat(weir.post("/push", view("quiet")).statusCode()).isEqualTo(200);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
        try {
            List<Future<List<Asked>>> noisy = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                noisy.add(clients.submit(() -> askUntil(weir, isOver)));
            }
            Future<Integer> quiet = clients.submit(() -> refusedOfQuiet(weir, isOver));
            for (int round = 1; round <= ROUNDS; round++) {
                int given = CAPACITY + OF_QUIET + round * REFILLED;
                Await.until("tokens given", () -> weir.scrape().sum("weir_accepted_total") >= given);
            }
            isOver.set(true);
            assertThat(quiet.get()).isZero();
            List<Asked> all = new ArrayList<>();
            for (Future<List<Asked>> each : noisy) {
                all.addAll(each.get());
            }
            return all;
        } finally {
            isOver.set(true);
            clients.shutdownNow();
        }
    }

    private static List<Asked> askUntil(LocalWeir weir, AtomicBoolean isOver) throws Exception {
        List<Asked> asked = new ArrayList<>();
        try (RawConnection connection = new RawConnection(weir.uri())) {
            while (!isOver.get()) {
                long before = System.nanoTime();
                connection.send(request("noisy"));
                int status = connection.response().status();
                asked.add(new Asked(before, System.nanoTime(), status));
            }
        }
        return asked;
    }

    private static int refusedOfQuiet(LocalWeir weir, AtomicBoolean isOver) throws Exception {
        int refused = 0;
        try (RawConnection connection = new RawConnection(weir.uri())) {
            for (int i = 0; i < OF_QUIET && !isOver.get(); i++) {
                connection.send(request("quiet"));
                refused += connection.response().status() == 200 ? 0 : 1;
            }
        }
        return refused;
    }

    /** Whatever stretch of time is looked at: what was taken within it for certain is capacity and refill at most. */
    private static void assertNoneTooMany(List<Asked> accepted) {
        for (Asked first : accepted) {
            long[] ends = accepted.stream()
                    .filter(each -> each.before() >= first.before())
                    .mapToLong(each -> each.after() - first.before())
                    .sorted()
                    .toArray();
            for (int within = 1; within <= ends.length; within++) {
                assertThat(within * SECOND_NANOS)
                        .isLessThanOrEqualTo(CAPACITY * SECOND_NANOS + REFILL * ends[within - 1]);
            }
        }
    }

    /**
     * Between two refusals, at which there was less than one token, at least 99.9 % are given of those that came meanwhile: they were
     * asked for all the time, and ten seconds without a request is what would fill the bucket.
     */
    private static void assertNoneTooFew(List<Asked> refused, List<Asked> accepted) {
        Asked first = Collections.min(refused, Comparator.comparingLong(Asked::after));
        Asked last = Collections.max(refused, Comparator.comparingLong(Asked::before));
        double came = REFILL * (double) (last.before() - first.after()) / SECOND_NANOS;
        long given = accepted.stream()
                .filter(each -> each.after() > first.before() && each.before() < last.after())
                .count();
        assertThat(came).isGreaterThan(ROUNDS * REFILLED / 2.0);
        assertThat((double) given).isGreaterThanOrEqualTo(0.999 * came - 1);
    }

    private static String request(String shop) {
        String body = view(shop);
        return "POST /push HTTP/1.1\r\nHost: weir\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String view(String shop) {
        return "{\"event\":\"view\",\"shop_id\":\"" + shop + "\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";
    }

    /** When a request was sent, when its answer was there, and what it was. */
    private record Asked(long before, long after, int status) {}
}
