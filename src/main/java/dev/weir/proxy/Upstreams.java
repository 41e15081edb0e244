package dev.weir.proxy;

import dev.weir.dialect.Inquiry;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;

/** The vendors' servers, for pages that wait for what only these know. Safe for many threads. */
public interface Upstreams {

    /** Whether the section has a server to ask in this dialect. */
    boolean has(Section section, String dialect);

    /**
     * Asks the vendor, and gives the page its answer by the section's deadline for the inquiry's route. Never blocks.
     *
     * @param dialect the dialect's label
     * @param client whom the request is of
     * @param receiver told exactly once: on the caller's event loop if it is one, else on another; perhaps before this
     *     returns
     */
    void ask(Section section, String dialect, Inquiry.OfVendor inquiry, Envelope.Client client, Receiver receiver);

    /** Whoever passes the answer on to the page. Neither method may block or throw. */
    interface Receiver {

        /** The vendor's answer, or the fallback. */
        void onReception(Inquiry.Reception reception);

        /** There is neither; or the request cannot be put to the vendor. */
        void onRejected(RejectedException rejected);
    }
}
