package dev.weir.ingest.beacon;

import dev.weir.ingest.client.TrustedPeers;

/**
 * What stands in front of the public listener.
 *
 * @param trusted who is believed when it says on whose behalf it calls
 */
public record FrontOptions(TrustedPeers trusted) {
    public static final FrontOptions NOTHING = new FrontOptions(TrustedPeers.NOBODY);
}
