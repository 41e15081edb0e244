package dev.weir.relay.sink.http;

import dev.weir.dialect.Dialect;
import dev.weir.event.Section;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.upstream.Transfer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt.
 *
 * @param first the first of its events: all are of its section and dialect
 * @param authorization the request's Authorization header, or null
 */
record Sending(Transfer transfer, Delivery first, @Nullable String authorization, Completion completion) {

    Dialect dialect() {
        return first.dialect();
    }

    /** What a vendor may have been shown, and nobody else may see. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        for (List<Section.Key> keys : first.section().keys().values()) {
            for (Section.Key key : keys) {
                if (key.secret() != null) {
                    secrets.add(key.secret());
                }
            }
        }
        if (authorization != null) {
            secrets.add(authorization);
            secrets.add(authorization.substring(authorization.indexOf(' ') + 1).trim());
        }
        return secrets;
    }
}
