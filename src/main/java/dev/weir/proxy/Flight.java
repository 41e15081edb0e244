package dev.weir.proxy;

import dev.weir.dialect.Inquiry.Absence;
import dev.weir.trace.Span;
import dev.weir.upstream.Transfer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.client.HttpResponse;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call to the vendor, and the pages that wait for it. Pages join and leave from any thread; the call itself is confined to
 * the event loop of the first page, whose deadline also ends the time in which others may join: a call that hangs must not
 * hold up pages for ever. It goes on until the last page has left.
 */
final class Flight {

    private final Page first;
    private final @Nullable Fingerprint fingerprint;
    private final Question question;
    private final Line line;
    private final Context loop;
    private final Tower tower;
    private final int maxAnswerBytes;
    private final List<Page> pages = new ArrayList<>(1);
    private int waiting;
    private boolean isOpen = true;
    private final CallSpans spans;
    private @Nullable Span span;
    private Transfer transfer;
    private long answersBefore;
    private boolean isSecondTry;
    private boolean isOver;

    /**
     * @param fingerprint what pages that may join know it by, or null if none may
     * @param loop of the first page
     */
    Flight(
            Page first,
            @Nullable Fingerprint fingerprint,
            Question question,
            Line line,
            Context loop,
            int maxAnswerBytes,
            CallSpans spans,
            Tower tower) {
        this.first = first;
        this.fingerprint = fingerprint;
        this.question = question;
        this.line = line;
        this.loop = loop;
        this.tower = tower;
        this.maxAnswerBytes = maxAnswerBytes;
        this.spans = spans;
        this.span = spans.begin(first.inquiry(), question);
        this.transfer = question.transfer(maxAnswerBytes, span);
        pages.add(first);
        waiting = 1;
    }

    @Nullable
    Fingerprint fingerprint() {
        return fingerprint;
    }

    boolean isOf(Page page) {
        return page == first;
    }

    /** Returns false if it is too late for that. */
    synchronized boolean join(Page page) {
        if (isOpen) {
            pages.add(page);
            waiting++;
        }
        return isOpen;
    }

    /** The page has been told that there was no answer in time. */
    void leave(Page page) {
        boolean isLast;
        synchronized (this) {
            waiting--;
            isLast = waiting == 0;
            isOpen = isOpen && !isLast && page != first;
        }
        if (isLast || page == first) {
            tower.onClosed(this);
        }
        if (isLast) {
            loop.runOnContext(now -> abandon());
        }
    }

    /** @param waitMillis how long to wait for a connection at most */
    void start(long waitMillis) {
        answersBefore = line.answers();
        send(waitMillis);
    }

    private void send(long waitMillis) {
        Transfer sent = transfer;
        int pool = line.pool();
        try {
            line.send(sent, waitMillis).onComplete(done -> onDone(sent, done, pool, waitMillis));
        } catch (RuntimeException unsendable) {
            endSpan("unsendable");
            end(Ending.without(Absence.UNREACHABLE));
        }
    }

    private void onDone(Transfer sent, AsyncResult<HttpResponse<Void>> done, int pool, long waitMillis) {
        if (isOver) {
            return;
        }
        if (sent.status() != 0) {
            line.onAnswer();
        }
        endSpan(done.succeeded() ? null : "no answer");
        if (done.succeeded()) {
            end(Ending.of(sent));
        } else if (!sent.isSent() && pool != line.pool()) {
            // It stood in the queue of a pool that was replaced.
            sendAgain(waitMillis);
        } else if (!isSecondTry && isWorthASecondTry(sent, done.cause())) {
            isSecondTry = true;
            sendAgain(waitMillis);
        } else {
            end(Ending.ofFailure(sent, done.cause()));
        }
    }

    private void sendAgain(long waitMillis) {
        span = spans.begin(first.inquiry(), question);
        transfer = question.transfer(maxAnswerBytes, span);
        send(waitMillis);
    }

    /**
     * The vendor has certainly not acted on it; or has closed the connection without a word, as servers do with idle ones,
     * and the request may be made twice.
     */
    private boolean isWorthASecondTry(Transfer sent, Throwable failure) {
        if (!sent.isSent() || sent.status() != 0) {
            return false;
        }
        boolean isClosed = failure instanceof HttpClosedException || failure instanceof SocketException;
        boolean isRepeatable = question.isSafe() && !first.inquiry().carriesEvents();
        return line.isTurnedAway(sent, failure) || (isClosed && isRepeatable);
    }

    /** Nobody waits any more. */
    private void abandon() {
        if (isOver) {
            return;
        }
        isOver = true;
        tower.onLanded(this);
        transfer.abandon();
        endSpan("timeout");
        line.onReset(transfer);
        if (transfer.status() != 0) {
            line.onAnswer();
        } else if (line.answers() == answersBefore) {
            line.renew();
        }
    }

    private void endSpan(@Nullable String failure) {
        if (span != null) {
            span.end(transfer.status(), failure);
        }
    }

    private void end(Ending ending) {
        isOver = true;
        List<Page> told;
        synchronized (this) {
            isOpen = false;
            told = List.copyOf(pages);
        }
        tower.onLanded(this);
        for (Page page : told) {
            page.endOnLoop(ending);
        }
    }

    /** Whoever keeps count of flights. */
    interface Tower {
        /** Nobody may join any more. */
        void onClosed(Flight flight);

        /** The call is over. */
        void onLanded(Flight flight);
    }
}
