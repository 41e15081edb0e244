package dev.weir.ingest.client;

import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.event.Section.Addresses;
import org.jspecify.annotations.Nullable;

/** What of a visitor's address goes further than the answer: into the journal, and to whom the visitor's calls are passed on. */
public final class KeptAddress {

    private KeptAddress() {}

    /** The client as the section may know it. */
    public static Envelope.Client of(Section section, Envelope.Client client) {
        // Fast path: all of it.
        String address = client.address();
        if (section.web().addresses() == Addresses.FULL || address == null) {
            return client;
        }
        return new Envelope.Client(
                truncated(address), client.userAgent(), client.referrer(), client.requestId(), client.traceparent());
    }

    /** What is no address that can be cut is not kept at all. */
    private static @Nullable String truncated(String text) {
        IpAddress address = IpAddress.ofSocket(text);
        return address == null ? null : address.truncated().toString();
    }
}
