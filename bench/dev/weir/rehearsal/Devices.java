package dev.weir.rehearsal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A section's devices that wait for no answer. Every other event is of one of a few, so that each of those has several under way behind the journal.
 * Confined to one event loop.
 */
final class Devices {

    static final int OF_A_SECTION = 10_000;

    private static final int FEW = 60;

    private final int first;
    private final Deque<Integer> few = new ArrayDeque<>();
    private final Deque<Integer> many = new ArrayDeque<>();
    private boolean isFewsTurn;

    Devices(int first) {
        this.first = first;
        for (int i = 0; i < OF_A_SECTION; i++) {
            give(first + i);
        }
    }

    /** One that may send, or -1. */
    int take() {
        isFewsTurn = !isFewsTurn;
        Integer device = isFewsTurn ? few.poll() : null;
        if (device == null) {
            device = many.poll();
        }
        return device == null ? -1 : device;
    }

    void give(int device) {
        (device - first < FEW ? few : many).add(device);
    }
}
