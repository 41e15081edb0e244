package dev.weir.relay.sink;

/** Is told how an attempt ended. Safe to call from any thread; never blocks. A second call is ignored. */
@FunctionalInterface
public interface Completion {
    void complete(Result result);
}
