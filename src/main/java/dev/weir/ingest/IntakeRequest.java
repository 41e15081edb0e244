package dev.weir.ingest;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import org.jspecify.annotations.Nullable;

/**
 * A request that has found its route and has been read whole.
 *
 * @param beacon with its secrets still in it
 * @param head what of the head means something to the dialect
 * @param idempotencyKey the Idempotency-Key header, or null
 * @param wantsVerdicts whether the client asks what became of each event
 * @param cookies the Cookie header, or null
 * @param keepsCookie whether a browser sent it (it has Origin, Sec-Fetch-Site or Cookie), and not for another site's page that
 *     does not say whose it is
 * @param origin the Origin header where it names another origin than this server's own, or null
 * @param isPrefetch whether a browser says that it loads the page before anybody has asked for it
 */
public record IntakeRequest(
        Dialect dialect,
        Route route,
        Beacon beacon,
        Head head,
        @Nullable String idempotencyKey,
        boolean wantsVerdicts,
        Envelope.Client client,
        @Nullable String cookies,
        boolean keepsCookie,
        @Nullable String origin,
        boolean isPrefetch) {

    /** The answer if it is refused. */
    Answer rejected(RejectedException why) {
        return dialect.rejected(route, why);
    }
}
