package dev.weir.ingest;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.state.StateQueries;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the section's own state what a client wants to know. */
final class StateQuestion {

    private StateQuestion() {}

    /**
     * Asks, and never waits.
     *
     * @param receiver gets what makes the answer, once, on a thread of the state's; or null, at once, when too many wait
     *     already
     */
    static void ask(
            StateQueries state,
            Section section,
            Ids ids,
            Inquiry inquiry,
            Consumer<@Nullable Supplier<Answer>> receiver) {
        boolean isTaken = true;
        if (inquiry instanceof Inquiry.OfCounts counts) {
            isTaken = state.askCounts(
                    section.name(),
                    counts.itemId(),
                    found -> receiver.accept(() -> counts.answer(found.lastQuarterHour(), found.lastDay())));
        } else if (inquiry instanceof Inquiry.OfCart cart) {
            String device = ids.deviceId();
            if (device == null) {
                receiver.accept(() -> cart.answer(List.of()));
                return;
            }
            isTaken = state.askCart(section.name(), device, items -> receiver.accept(() -> cart.answer(items)));
        }
        if (!isTaken) {
            receiver.accept(null);
        }
    }

    static RejectedException busy() {
        return new RejectedException(Rejection.STATE_BUSY, null, "more questions wait for the state than may wait");
    }
}
