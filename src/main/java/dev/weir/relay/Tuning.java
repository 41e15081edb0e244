package dev.weir.relay;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.relay.sink.Delivery;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings a change of the config to what one sink's relay has under way: nothing that is owed is touched, only how fast and with
 * what it goes. Confined to the relay's thread of the sink.
 */
final class Tuning {

    private final Relay.Setup setup;
    private final Routing routing;
    private OutletOptions options;
    private Sections sections;

    Tuning(Relay.Setup setup, Routing routing, OutletOptions options) {
        this.setup = setup;
        this.routing = routing;
        this.options = options;
        this.sections = setup.sections().get();
    }

    /** Whether anything may have changed since this was last asked, or {@link #apply} was called. */
    boolean isDue(OutletOptions wanted) {
        return !wanted.equals(options) || setup.sections().get() != sections;
    }

    void apply(OutletOptions wanted, Parts parts) {
        Sections now = setup.sections().get();
        parts.accounts.retune(routing.sections());
        if (parts.gate.retune(wanted)) {
            parts.window.onPaceChanged();
        }
        if (!wanted.coalesce().equals(options.coalesce()) || holdsOtherwise(now)) {
            parts.window.releaseAll();
        }
        if (!wanted.equals(options)) {
            parts.window.retune(
                    wanted.coalesce().maxWindows(), wanted.batch().maxAge().toNanos());
            parts.permits.retune(wanted);
            parts.backlog.retune(wanted.backlog());
        }
        options = wanted;
        sections = now;
    }

    /** Whether any section's full-syncs are held back for another time than before. */
    private boolean holdsOtherwise(Sections now) {
        for (Section before : sections.all()) {
            if (!Objects.equals(before.outflow().coalesce(), coalesce(now.byName(before.name())))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Duration coalesce(@Nullable Section section) {
        return section == null ? null : section.outflow().coalesce();
    }

    /** What is tuned. */
    record Parts(
            Accounts<Delivery> accounts,
            DeliveryWindow<Delivery> window,
            WindowGate gate,
            CallPermits permits,
            Backlog backlog) {}
}
