package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Inquiry.OfCounts.Counts;
import dev.weir.event.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import net.jqwik.api.Example;

class ProductCountersTest {

    private static final long NOW = Scene.START_MILLIS;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ProductCounters counters =
            new ProductCounters(StateOptions.DEFAULT.withProducts(3), new StateMetrics(meters));

    @Example
    void anEventCountsOnceForEachLineWhateverItsQuantity() {
        happens(Scene.view("a"));
        happens(Scene.put("a", 7));
        happens(Scene.put("a", null));
        happens(Scene.purchase(Scene.item("a", 3), Scene.item("b", 1)));

        assertThat(counts("a").lastQuarterHour()).isEqualTo(new Counts(1, 2, 1));
        assertThat(counts("a").lastDay()).isEqualTo(new Counts(1, 2, 1));
        assertThat(counts("b").lastDay()).isEqualTo(new Counts(0, 0, 1));
    }

    @Example
    void whatTellsAgainOrTakesOffDoesNotCount() {
        happens(Scene.sync(Scene.item("a", 1)));
        happens(Scene.takeOff("a", 1));

        assertThat(counts("a")).isEqualTo(ProductCounts.NONE);
    }

    @Example
    void afterAQuarterOfAnHourOnlyTheDayCounts() {
        happens(Scene.view("a"));

        ProductCounts later =
                counters.counts(Scene.SECTION, "a", NOW + Duration.ofMinutes(16).toMillis());

        assertThat(later.lastQuarterHour()).isEqualTo(Counts.NONE);
        assertThat(later.lastDay()).isEqualTo(new Counts(1, 0, 0));
    }

    @Example
    void theProductWithoutAnEventForLongestGoesFirst() {
        happens(Scene.view("a"));
        happens(Scene.view("b"));
        happens(Scene.view("c"));
        happens(Scene.view("a"));

        happens(Scene.view("d"));

        assertThat(counts("b")).isEqualTo(ProductCounts.NONE);
        assertThat(counts("a").lastDay().views()).isEqualTo(2);
        assertThat(meters.get("weir.state.evicted")
                        .tags("model", "products", "reason", "full")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private void happens(Event event) {
        counters.apply(Scene.SECTION, event, NOW);
    }

    private ProductCounts counts(String item) {
        return counters.counts(Scene.SECTION, item, NOW);
    }
}
