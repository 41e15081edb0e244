package dev.weir.state;

import dev.weir.event.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one device has in its cart, in the order of being put in. Immutable: a snapshot writes it on another thread. */
final class Cart implements OldestFirst.Value {

    static final int MAX_QUANTITY = 1000;

    private static final int BASE_BYTES = 64;
    private static final int LINE_BYTES = 56;
    private static final int MAX_STORED_LINES = 1 << 24;

    private final String[] ids;
    private final int[] quantities;
    private final long changedMillis;

    private Cart(String[] ids, int[] quantities, long changedMillis) {
        this.ids = ids;
        this.quantities = quantities;
        this.changedMillis = changedMillis;
    }

    /** @param lines quantities by item id, at least one */
    static Cart of(Map<String, Integer> lines, long changedMillis) {
        String[] ids = new String[lines.size()];
        int[] quantities = new int[ids.length];
        int i = 0;
        for (Map.Entry<String, Integer> line : lines.entrySet()) {
            ids[i] = line.getKey();
            quantities[i++] = line.getValue();
        }
        return new Cart(ids, quantities, changedMillis);
    }

    static Cart read(SnapshotInput in) throws IOException {
        long changedMillis = in.number();
        int lines = in.count(MAX_STORED_LINES);
        Map<String, Integer> byId = new LinkedHashMap<>();
        for (int i = 0; i < lines; i++) {
            byId.put(in.text(), in.count(MAX_QUANTITY));
        }
        return of(byId, changedMillis);
    }

    void write(SnapshotOutput out) throws IOException {
        out.number(changedMillis);
        out.count(ids.length);
        for (int i = 0; i < ids.length; i++) {
            out.text(ids[i]);
            out.count(quantities[i]);
        }
    }

    List<Item> items() {
        List<Item> items = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            items.add(new Item(ids[i], quantities[i], null, null));
        }
        return items;
    }

    /** A copy to change. */
    Map<String, Integer> lines() {
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (int i = 0; i < ids.length; i++) {
            lines.put(ids[i], quantities[i]);
        }
        return lines;
    }

    @Override
    public long changedMillis() {
        return changedMillis;
    }

    @Override
    public int bytes() {
        int bytes = BASE_BYTES;
        for (String id : ids) {
            bytes += LINE_BYTES + id.length();
        }
        return bytes;
    }
}
