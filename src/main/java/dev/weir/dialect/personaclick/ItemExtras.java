package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.ElementSplice;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonReader;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.RejectedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor reads of an item, and our model has no place for: {@code fashion_size} (the SDKs), and {@code stock} (API
 * reference), which overwrites what the product feed says.
 */
final class ItemExtras {

    private static final String[] NAMES = {"fashion_size", "stock"};
    private static final byte[] BEFORE = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = "]}".getBytes(StandardCharsets.US_ASCII);

    private final List<@Nullable JsonMembers> items;

    private ItemExtras(List<@Nullable JsonMembers> items) {
        this.items = items;
    }

    /**
     * Of the items of a body.
     *
     * @param json an object, or null where there is none
     */
    static ItemExtras of(byte @Nullable [] json) throws RejectedException {
        List<@Nullable JsonMembers> items = new ArrayList<>();
        if (json != null) {
            ElementSplice elements = ElementSplice.of(json, Param.ITEMS.label(), Set.of(), "");
            for (int i = 0; i < elements.size(); i++) {
                byte[] element = elements.element(i);
                if (isKept(element)) {
                    items.add(JsonMembers.of(element));
                }
            }
        }
        return new ItemExtras(items);
    }

    /** @param index the item's place among those that an event kept */
    void write(JsonWriter json, int index) {
        JsonMembers item = index < items.size() ? items.get(index) : null;
        if (item != null) {
            for (String name : NAMES) {
                json.json(name, item.json(name));
            }
        }
    }

    /** Asked of the reader of events itself, so that the places are the same. */
    private static boolean isKept(byte[] element) throws RejectedException {
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        alone.writeBytes(BEFORE);
        alone.writeBytes(element);
        alone.writeBytes(AFTER);
        try (JsonReader json = JsonReader.open(alone.toByteArray(), Set.of())) {
            json.nextName();
            return !ItemArray.read(json).kept().isEmpty();
        }
    }
}
