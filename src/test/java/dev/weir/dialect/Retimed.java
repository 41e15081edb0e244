package dev.weir.dialect;

import dev.weir.event.Context;
import dev.weir.event.Event;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** An event at another time, whatever kind of event it is. */
final class Retimed {

    private Retimed() {}

    static Event of(Event event, Long millis) {
        RecordComponent[] components = event.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < values.length; i++) {
                components[i].getAccessor().setAccessible(true);
                Object value = components[i].getAccessor().invoke(event);
                values[i] = value instanceof Context context ? context.at(millis) : value;
            }
            Constructor<?> constructor = event.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Event) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
