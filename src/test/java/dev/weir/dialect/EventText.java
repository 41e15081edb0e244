package dev.weir.dialect;

import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.Item;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An event as lines of {@code name = value}: all that is not null, in the order of its record. */
final class EventText {

    private final StringBuilder lines = new StringBuilder();

    private EventText() {}

    static String of(Event event) {
        EventText text = new EventText();
        text.lines.append(event.type().label()).append('\n');
        text.members("", (Record) event);
        return text.lines.toString();
    }

    private void members(String prefix, Record of) {
        for (RecordComponent component : of.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                value(prefix + component.getName(), component.getAccessor().invoke(of));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void value(String name, Object value) {
        if (value instanceof Context context) {
            members("", context);
        } else if (value instanceof Item item) {
            line("item", item(item));
        } else if (value instanceof Record members) {
            members(name + ".", members);
        } else if (value instanceof List<?> elements) {
            elements.forEach(element -> value(name, element));
            if (elements.isEmpty()) {
                line(name, "none");
            }
        } else if (value instanceof Map<?, ?> map) {
            new TreeMap<>(map).forEach((key, member) -> value(name + "." + key, member));
        } else if (value != null) {
            line(name, value.toString());
        }
    }

    private void line(String name, String value) {
        lines.append(name).append(" = ").append(value.replace("\n", "\\n")).append('\n');
    }

    private static String item(Item item) {
        return item.id()
                + (item.quantity() == null ? "" : " x" + item.quantity())
                + (item.price() == null ? "" : " at " + item.price())
                + (item.lineId() == null ? "" : " line " + item.lineId());
    }
}
