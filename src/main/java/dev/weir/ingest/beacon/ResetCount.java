package dev.weir.ingest.beacon;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.StreamResetException;
import java.lang.ref.WeakReference;
import java.util.function.LongSupplier;

/**
 * Counts the requests that one connection takes back before they are answered, and ends it when they are too many (RFC 9113,
 * 10.5). Requests that are answered cost what they cost, taken back or not. Confined to one event loop.
 */
final class ResetCount implements Handler<Throwable> {

    /** RFC 9113, 7. */
    private static final long ENHANCE_YOUR_CALM = 11;

    /** Weak, because whoever knows the connection knows this by it. */
    private final WeakReference<HttpConnection> connection;

    private final ResetWindow window;
    private final LongSupplier nanoTime;
    private final Counter floods;

    ResetCount(HttpConnection connection, FrontOptions.Http2 bounds, LongSupplier nanoTime, Counter floods) {
        this.connection = new WeakReference<>(connection);
        this.window = new ResetWindow(bounds.maxResets(), bounds.resetWindow().toNanos(), nanoTime.getAsLong());
        this.nanoTime = nanoTime;
        this.floods = floods;
    }

    /** Told of what befell a request that is not answered. */
    @Override
    public void handle(Throwable failure) {
        if (failure instanceof StreamResetException && window.isOverflow(nanoTime.getAsLong())) {
            floods.increment();
            HttpConnection flooded = connection.get();
            if (flooded != null) {
                end(flooded);
            }
        }
    }

    /** Nothing else tells why. */
    @SuppressWarnings("deprecation")
    private static void end(HttpConnection flooded) {
        flooded.goAway(ENHANCE_YOUR_CALM);
        flooded.close();
    }
}
