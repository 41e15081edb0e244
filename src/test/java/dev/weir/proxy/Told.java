package dev.weir.proxy;

import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.Reception;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a page was told, how often, when, and on which thread. */
final class Told implements Upstreams.Receiver {

    private final CompletableFuture<Reception> first = new CompletableFuture<>();
    private final AtomicInteger times = new AtomicInteger();
    private volatile long nanos;
    private volatile Thread thread;

    @Override
    public void onReception(Reception reception) {
        onTold();
        first.complete(reception);
    }

    @Override
    public void onRejected(RejectedException rejected) {
        onTold();
        first.completeExceptionally(rejected);
    }

    private void onTold() {
        nanos = System.nanoTime();
        thread = Thread.currentThread();
        times.incrementAndGet();
    }

    Reception reception() throws Exception {
        return first.get(20, TimeUnit.SECONDS);
    }

    Absence absence() throws Exception {
        return reception().absence();
    }

    String text() throws Exception {
        return new String(reception().answer().body(), StandardCharsets.UTF_8);
    }

    CompletableFuture<Reception> future() {
        return first;
    }

    int times() {
        return times.get();
    }

    long nanos() {
        return nanos;
    }

    Thread thread() {
        return thread;
    }
}
