package dev.weir.dialect.gravityfield;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Parts of a text that are to be replaced; every other byte stays as it was. Confined to one thread. */
final class Patches {

    private final byte[] text;
    private final List<Patch> patches = new ArrayList<>(4);
    private int growth;

    Patches(byte[] text) {
        this.text = text;
    }

    /** Puts these bytes in the place of {@code [start, end)}, which overlaps no other patch. */
    void replace(int start, int end, byte[] with) {
        patches.add(new Patch(start, end, with));
        growth += with.length - (end - start);
    }

    byte[] applied() {
        if (patches.isEmpty()) {
            return text;
        }
        patches.sort(Comparator.comparingInt(Patch::start));
        byte[] out = new byte[text.length + growth];
        int from = 0;
        int size = 0;
        for (Patch patch : patches) {
            int kept = patch.start - from;
            System.arraycopy(text, from, out, size, kept);
            System.arraycopy(patch.with, 0, out, size + kept, patch.with.length);
            size += kept + patch.with.length;
            from = patch.end;
        }
        System.arraycopy(text, from, out, size, text.length - from);
        return out;
    }

    private record Patch(int start, int end, byte[] with) {}
}
