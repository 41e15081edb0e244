package dev.weir.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An acknowledgement's receiver threw. That is its own fault, and must not stop the writer. */
final class AckFailure {

    private static final Logger LOG = LoggerFactory.getLogger(AckFailure.class);

    private AckFailure() {}

    static void tell(RuntimeException thrown) {
        LOG.error("journal acknowledgement threw", thrown);
    }
}
