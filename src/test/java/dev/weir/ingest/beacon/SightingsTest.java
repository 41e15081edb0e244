package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.live.LiveBounds;
import dev.weir.live.LiveFilter;
import dev.weir.live.LiveLog;
import dev.weir.live.Watcher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the live log costs a request while nobody looks, and what of its path is shown when somebody does. */
final class SightingsTest {

    private static final int REQUESTS = 200_000;

    private final Routes routes = new Routes(List.of(new PersonaClick()));
    private final LiveLog live = new LiveLog(
            LiveBounds.DEFAULT, List.of(), InstantSource.system(), System::nanoTime, new SimpleMeterRegistry());

    @Test
    void whileNobodyLooksARequestCostsNoBytesAndIsNotLookedAt() {
        // Without a request and without callers: looking at either would fail.
        Sightings sightings = new Sightings(live, routes, null);
        Routes.Target target = routes.path("/push").target("POST");

        assertThat(bytesPerRequest(sightings, target)).isLessThan(1);
        assertThat(target.seenBy(null)).isSameAs(target);
        assertThat(target.sighting()).isNull();
    }

    @Test
    void whileSomebodyLooksARequestIsLookedAt() {
        Watcher watcher = live.tryWatch(LiveFilter.ALL, -1, () -> {});
        assertThat(watcher).isNotNull();

        assertThat(live.isWatched()).isTrue();
        Routes.Target target = routes.path("/push").target("POST");
        assertThat(target.seenBy(live.begin("POST", "/push", null))).isNotSameAs(target);
        assertThat(routes.path("/push").target("POST").sighting()).isNull();
    }

    /** One that somebody looks at is wrapped, so that all others stay as small as they were. */
    @Test
    void anExchangeHasNoPlaceForIt() {
        assertThat(Arrays.stream(Exchange.class.getDeclaredFields())
                        .map(field -> field.getType().getName()))
                .noneMatch(type -> type.startsWith("dev.weir.live."))
                .contains(HttpServerRequest.class.getName());
    }

    @ParameterizedTest
    @CsvSource({
        "/push, /push",
        "/push/anna@shop.example, /push/*",
        "/anna/push, /*/push",
        "/products/cart/products/x, /products/cart/products/*",
        "/, /",
        "//, //",
        "/Push, /*",
        "/a/b/c/d/e/f/g/h/i/j, /*/*/*/*/*/*/*"
    })
    void ofAPathThatIsNoRouteTheWordsOfRoutesAreShown(String path, String shown) {
        assertThat(routes.shown(path)).isEqualTo(shown);
    }

    private static double bytesPerRequest(Sightings sightings, Routes.Target target) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        see(sightings, target);
        long before = threads.getThreadAllocatedBytes(self);
        see(sightings, target);
        return (double) (threads.getThreadAllocatedBytes(self) - before) / REQUESTS;
    }

    private static void see(Sightings sightings, Routes.Target target) {
        for (int i = 0; i < REQUESTS; i++) {
            if (target.seenBy(sightings.begin(null)) != target) {
                throw new AssertionError("somebody looks");
            }
        }
    }
}
