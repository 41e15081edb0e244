package dev.weir.proxy;

import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.VendorAnswer;
import dev.weir.upstream.Transfer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpHeaders;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How a call to the vendor ended.
 *
 * @param answer the whole answer, or null if there is none
 * @param absence why there is none, or null
 * @param keepSeconds for how long the answer may be given to others; 0 if it may not
 */
record Ending(@Nullable VendorAnswer answer, @Nullable Absence absence, int keepSeconds) {

    private static final int MIN_STATUS = 200;
    private static final int MAX_STATUS = 599;

    static Ending without(Absence why) {
        return new Ending(null, why, 0);
    }

    static Ending again(VendorAnswer kept) {
        return new Ending(kept, null, 0);
    }

    /**
     * There is a whole answer. One that is encoded, although nobody asked for that, cannot be read; and a status that is not
     * final, such as 101, or none of HTTP's, would end the understanding between a page and us.
     */
    static Ending of(Transfer transfer) {
        if (transfer.status() < MIN_STATUS || transfer.status() > MAX_STATUS) {
            return without(Absence.MEANINGLESS);
        }
        String encoding = transfer.header(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.trim().equalsIgnoreCase("identity")) {
            return without(Absence.MEANINGLESS);
        }
        VendorAnswer answer = new VendorAnswer(
                transfer.status(),
                transfer.header(HttpHeaders.CONTENT_TYPE),
                transfer.header(HttpHeaders.LOCATION),
                transfer.answerBody().getBytes());
        MultiMap headers = transfer.answerHeaders();
        return new Ending(answer, null, headers == null ? 0 : Freshness.seconds(answer.status(), headers));
    }

    /** There is no whole answer. */
    static Ending ofFailure(Transfer transfer, Throwable failure) {
        if (transfer.isCut()) {
            return without(Absence.TOO_LARGE);
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            return without(Absence.BUSY);
        }
        if (failure instanceof TimeoutException) {
            return without(Absence.TIMEOUT);
        }
        return without(transfer.isSent() ? Absence.BROKEN_OFF : Absence.UNREACHABLE);
    }
}
