package dev.weir.proxy;

import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** By what requests to one upstream are known to be alike: the SHA-256 of all that is sent, for some of it is secret. */
record Fingerprint(long first, long second, long third, long fourth) {

    static Fingerprint of(Outbound outbound) {
        MessageDigest digest = sha256();
        Beacon beacon = outbound.beacon();
        add(digest, beacon.method());
        add(digest, beacon.path());
        add(digest, beacon.query());
        add(digest, outbound.contentType());
        add(digest, outbound.authorization());
        digest.update(beacon.body());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    /** The length in front keeps two texts from being taken for two others that read the same in a row. */
    private static void add(MessageDigest digest, @Nullable String text) {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        digest.update(length.putInt(text == null ? -1 : bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Fingerprint[]";
    }
}
