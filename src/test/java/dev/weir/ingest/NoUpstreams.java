package dev.weir.ingest;

import dev.weir.dialect.Inquiry;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.proxy.Upstreams;

/** There is nobody to ask. */
public final class NoUpstreams implements Upstreams {

    @Override
    public boolean has(Section section, String dialect) {
        return false;
    }

    @Override
    public void ask(
            Section section, String dialect, Inquiry.OfVendor inquiry, Envelope.Client client, Receiver receiver) {
        throw new UnsupportedOperationException();
    }
}
