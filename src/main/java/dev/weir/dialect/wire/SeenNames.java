package dev.weir.dialect.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that occurred in each of the objects that are open, to find one that occurs twice.
 *
 * <p>A hash set for each object would be most of the garbage of a cart of twenty items. Here an object costs a few array slots. One of more than {@value #NARROW} members does get a
 * hash set, lest a hostile one costs the square of its size.
 */
final class SeenNames {

    private static final int NARROW = 32;

    /** Enough for nearly every beacon; a deeper or wider one makes them grow. */
    private static final int USUAL_DEPTH = 4;

    private static final int USUAL_NAMES = 24;

    /** Room for more is given back. */
    private static final int MAX_KEPT = 1_024;

    private int[] starts = new int[USUAL_DEPTH];
    /** For each open object, one bit of each name's hash: while a bit is new, so is the name, without a look at the others. */
    private long[] hashBits = new long[USUAL_DEPTH];

    private String[] names = new String[USUAL_NAMES];
    private int top;
    private int depth;
    private @Nullable Map<Integer, Set<String>> wide;

    void open() {
        depth++;
        if (depth == starts.length) {
            starts = Arrays.copyOf(starts, 2 * depth);
            hashBits = Arrays.copyOf(hashBits, 2 * depth);
        }
        starts[depth] = top;
        hashBits[depth] = 0;
    }

    void close() {
        top = starts[depth];
        if (wide != null) {
            wide.remove(depth);
        }
        depth--;
    }

    /** Whether the name is new to the innermost open object. */
    boolean add(String name) {
        int start = starts[depth];
        if (top - start == NARROW) {
            return addWide(name, start);
        }
        long bit = 1L << (name.hashCode() & 63);
        if ((hashBits[depth] & bit) != 0 && contains(name, start)) {
            return false;
        }
        hashBits[depth] |= bit;
        if (top == names.length) {
            names = Arrays.copyOf(names, 2 * top);
        }
        names[top++] = name;
        return true;
    }

    /** Begins anew. */
    void clear() {
        top = 0;
        depth = 0;
        wide = null;
        if (names.length > MAX_KEPT) {
            names = new String[USUAL_NAMES];
        }
    }

    private boolean contains(String name, int start) {
        for (int i = start; i < top; i++) {
            if (names[i].equals(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean addWide(String name, int start) {
        if (wide == null) {
            wide = new HashMap<>();
        }
        return wide.computeIfAbsent(
                        depth, d -> new HashSet<>(Arrays.asList(names).subList(start, top)))
                .add(name);
    }
}
