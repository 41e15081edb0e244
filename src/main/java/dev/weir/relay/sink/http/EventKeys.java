package dev.weir.relay.sink.http;

import dev.weir.relay.sink.Delivery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** By what a receiver knows the events of one request again. Pure. */
final class EventKeys {

    /** The most that the list of a batch's keys takes in its header: servers refuse heads of more than 8 KiB. */
    static final int MAX_LIST_CHARS = 4_096;

    private static final String SEPARATOR = ", ";
    private static final int HASH_BYTES = 16;

    private EventKeys() {}

    /** How many events with keys as long as this one's the list has room for; at least 1. */
    static int room(Delivery delivery) {
        return Math.max(1, MAX_LIST_CHARS / (delivery.idempotencyKey().length() + SEPARATOR.length()));
    }

    /** The events' own keys, in their order. */
    static String list(List<Delivery> batch) {
        StringBuilder list = new StringBuilder(MAX_LIST_CHARS);
        for (Delivery delivery : batch) {
            if (!list.isEmpty()) {
                list.append(SEPARATOR);
            }
            list.append(delivery.idempotencyKey());
        }
        return list.toString();
    }

    /** A key of the whole: the same if it is made of the same events in the same order, and another if it is not. */
    static String ofBatch(String list) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(list.getBytes(StandardCharsets.UTF_8));
            return "batch-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
