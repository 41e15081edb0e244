package dev.weir.event;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The traces of one device, and of nothing else of the person. */
public record DeviceTraces(String section, String device) implements Traces {

    @Override
    public Set<String> devices() {
        return Set.of(device);
    }

    @Override
    public Set<String> sessions() {
        return Set.of();
    }

    @Override
    public boolean isOf(Envelope envelope) {
        return envelope.section().equals(section) && device.equals(envelope.deviceId());
    }

    @Override
    public boolean areIn(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).contains(device);
    }
}
