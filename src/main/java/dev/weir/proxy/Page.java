package dev.weir.proxy;

import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.Reception;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.proxy.Upstreams.Receiver;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A page that waits, with its own deadline. Told once. Confined to one event loop from {@link #await} on. */
final class Page {

    private static final Logger LOG = LoggerFactory.getLogger(Page.class);
    private static final long NO_TIMER = -1;

    private final Inquiry.OfVendor inquiry;
    private final Receiver receiver;
    private final Witness witness;
    private @Nullable Context loop;
    private @Nullable Thread loopThread;
    private @Nullable Flight flight;
    private long timer = NO_TIMER;
    private boolean isOver;

    Page(Inquiry.OfVendor inquiry, Receiver receiver, Witness witness) {
        this.inquiry = inquiry;
        this.receiver = receiver;
        this.witness = witness;
    }

    Inquiry.OfVendor inquiry() {
        return inquiry;
    }

    /** Arms the deadline, on the event loop that the page's request came in on. */
    void await(Vertx vertx, long millis) {
        loop = vertx.getOrCreateContext();
        loopThread = Thread.currentThread();
        timer = vertx.setTimer(Math.max(1, millis), expired -> {
            timer = NO_TIMER;
            // The page first: what there is to tidy up has time.
            end(Ending.without(Absence.TIMEOUT));
            if (flight != null) {
                flight.leave(this);
            }
        });
    }

    /** Waits for this call from now on. */
    void board(Flight call) {
        flight = call;
    }

    /** Tells the page, on its own event loop. From any thread, after {@link #await}. */
    void endOnLoop(Ending ending) {
        Context own = loop;
        if (own == null || Thread.currentThread() == loopThread) {
            end(ending);
        } else {
            own.runOnContext(now -> end(ending));
        }
    }

    void end(Ending ending) {
        if (isOver) {
            return;
        }
        isOver = true;
        Context own = loop;
        if (timer != NO_TIMER && own != null) {
            own.owner().cancelTimer(timer);
        }
        try {
            tell(ending);
        } catch (RuntimeException fault) {
            // Others wait for the same answer.
            LOG.error("page.failed route={}", inquiry.routePath(), fault);
        }
    }

    private void tell(Ending ending) {
        Reception reception;
        try {
            reception = reception(ending);
        } catch (Nothing nothing) {
            witness.onEnd(inquiry, ending, nothing.absence);
            receiver.onRejected(nothing.rejected);
            return;
        }
        witness.onEnd(inquiry, ending, reception.absence());
        receiver.onReception(reception);
    }

    private Reception reception(Ending ending) throws Nothing {
        if (ending.answer() == null) {
            return fallback(ending.absence() == null ? Absence.BROKEN_OFF : ending.absence());
        }
        try {
            return inquiry.receive(ending.answer());
        } catch (RuntimeException fault) {
            LOG.error("answer.unread route={}", inquiry.routePath(), fault);
            return fallback(Absence.MEANINGLESS);
        }
    }

    private Reception fallback(Absence why) throws Nothing {
        try {
            return new Reception(inquiry.fallback(why), why);
        } catch (RejectedException none) {
            throw new Nothing(none, why);
        } catch (RuntimeException fault) {
            LOG.error("fallback.failed route={}", inquiry.routePath(), fault);
            throw new Nothing(new RejectedException(Rejection.INTERNAL, null, "no fallback"), why);
        }
    }

    /** Whoever keeps the books. */
    interface Witness {
        /**
         * The page is about to be told.
         *
         * @param absence why it gets no answer of the vendor's, or null if it does
         */
        void onEnd(Inquiry.OfVendor inquiry, Ending ending, @Nullable Absence absence);
    }

    /** There is no content. */
    private static final class Nothing extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient RejectedException rejected;
        private final Absence absence;

        Nothing(RejectedException rejected, Absence absence) {
            super(null, null, false, false);
            this.rejected = rejected;
            this.absence = absence;
        }
    }
}
