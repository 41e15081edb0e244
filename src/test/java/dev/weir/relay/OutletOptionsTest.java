package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutletOptionsTest {

    /** Constants that are made of each other's are complete whichever class is initialised first. */
    @Test
    void theDefaultsAreCompleteWhicheverIsAskedForFirst() throws ReflectiveOperationException {
        for (String first : new String[] {"$Batch", "$Backlog", ""}) {
            Class<?> options = freshly(first);
            for (String constant : new String[] {"VENDOR", "UNPACED"}) {
                Object value = options.getField(constant).get(null);
                for (String part : new String[] {"batch", "backlog", "breaker", "coalesce", "pace"}) {
                    Method accessor = options.getMethod(part);
                    assertThat(accessor.invoke(value)).as(constant + " " + part).isNotNull();
                }
            }
        }
    }

    @Test
    void whatIsOutOfBoundsIsNamed() {
        assertThatThrownBy(() -> new OutletOptions.Batch(0, 1, Duration.ZERO))
                .hasMessage("batch.max-events: 0 (expected: > 0)");
        assertThatThrownBy(() -> new OutletOptions.Batch(1, 0, Duration.ZERO))
                .hasMessage("batch.max-bytes: 0 (expected: > 0)");
        assertThatThrownBy(() -> new OutletOptions.Batch(1, 1, Duration.ofMillis(-1)))
                .hasMessage("batch.max-age: PT-0.001S (expected: >= 0)");
        assertThatThrownBy(() -> new OutletOptions.Backlog(0, OutletOptions.Backlog.WhenFull.HOLD))
                .hasMessage("backlog.max-bytes: 0 (expected: > 0)");
    }

    private static Class<?> freshly(String first) throws ClassNotFoundException {
        String name = OutletOptions.class.getName();
        ClassLoader loader = new Fresh(OutletOptionsTest.class.getClassLoader());
        Class.forName(name + first, true, loader);
        return Class.forName(name, true, loader);
    }

    /** Loads the options once more. */
    private static final class Fresh extends ClassLoader {

        Fresh(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OutletOptions.class.getName()) || name.contains("Test")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
