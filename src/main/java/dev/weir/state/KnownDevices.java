package dev.weir.state;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The devices that a visitor was seen with, by e-mail address and other names of hers, which are kept as keyed hashes alone.
 * A name has a few devices; the one longest not seen goes first. Confined to one thread.
 */
final class KnownDevices {

    static final int DEVICES_OF_A_NAME = 8;

    private final OldestFirst<Long, Devices> byName;
    private final KeyedHash hash;

    KnownDevices(StateOptions options, KeyedHash hash, StateMetrics metrics) {
        this.hash = hash;
        this.byName = new OldestFirst<>(
                options.maxCarts(), options.maxBytes(), options.cartAge().toMillis(), metrics.evictions("identifiers"));
        metrics.size("identifiers", byName::size);
    }

    List<String> of(String section, String kind, String name, long nowMillis) {
        return known(key(section, kind, name), nowMillis);
    }

    void learn(String section, String deviceId, Map<String, String> identifiers, long timeMillis) {
        for (Map.Entry<String, String> identifier : identifiers.entrySet()) {
            long key = key(section, identifier.getKey(), identifier.getValue());
            List<String> ids = new ArrayList<>(known(key, timeMillis));
            ids.remove(deviceId);
            ids.add(deviceId);
            if (ids.size() > DEVICES_OF_A_NAME) {
                ids.remove(0);
            }
            byName.put(key, new Devices(List.copyOf(ids), timeMillis));
        }
    }

    /**
     * Forgets devices, whatever they are known by; also in other sections, for a name's hash does not tell which it is of.
     * Returns how many names lost one.
     */
    long erase(Set<String> devices) {
        long[] erased = {0};
        byName.replaceAll((name, known) -> {
            if (Collections.disjoint(known.ids, devices)) {
                return known;
            }
            erased[0]++;
            List<String> left = new ArrayList<>(known.ids);
            left.removeAll(devices);
            return left.isEmpty() ? null : new Devices(List.copyOf(left), known.changedMillis);
        });
        return erased[0];
    }

    SnapshotPart copy() {
        OldestFirst.Copy<Long, Devices> copy = byName.copy();
        return out -> {
            out.count(copy.keys().size());
            for (int i = 0; i < copy.keys().size(); i++) {
                Devices devices = copy.values().get(i);
                out.number(copy.keys().get(i));
                out.number(devices.changedMillis());
                out.count(devices.ids().size());
                for (String id : devices.ids()) {
                    out.text(id);
                }
            }
        };
    }

    void read(SnapshotInput in) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            long key = in.number();
            long changedMillis = in.number();
            int devices = in.count(DEVICES_OF_A_NAME);
            List<String> ids = new ArrayList<>(devices);
            for (int device = 0; device < devices; device++) {
                ids.add(in.text());
            }
            byName.put(key, new Devices(List.copyOf(ids), changedMillis));
        }
    }

    private List<String> known(long key, long nowMillis) {
        Devices devices = byName.get(key);
        return devices == null || byName.isAged(devices, nowMillis) ? List.of() : devices.ids();
    }

    /** People write their address in any case. */
    private long key(String section, String kind, String name) {
        String same = kind.equals("email") ? name.strip().toLowerCase(Locale.ROOT) : name;
        return hash.hash(section + "/" + kind, same);
    }

    /** @param ids the one seen last at the end */
    private record Devices(List<String> ids, long changedMillis) implements OldestFirst.Value {

        private static final int BASE_BYTES = 64;
        private static final int DEVICE_BYTES = 56;

        @Override
        public int bytes() {
            int bytes = BASE_BYTES;
            for (String id : ids) {
                bytes += DEVICE_BYTES + id.length();
            }
            return bytes;
        }
    }
}
