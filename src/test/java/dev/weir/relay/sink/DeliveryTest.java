package dev.weir.relay.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.relay.fake.Events;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final Envelope VIEW = Events.view("d1", "a");

    @Test
    void anEventIsKeyedByItsPlaceInTheJournal() {
        assertThat(Events.delivery(7, 10, VIEW).idempotencyKey()).isEqualTo("weir-7-a");
    }

    @Test
    void anEventThatIsKeptTwiceIsKeyedAlikeInBothPlaces() {
        Envelope named = VIEW.named("0f-1");

        assertThat(Events.delivery(7, 10, named).idempotencyKey())
                .isEqualTo(Events.delivery(9, 99, named).idempotencyKey())
                .isEqualTo("weir-0f-1");
    }
}
