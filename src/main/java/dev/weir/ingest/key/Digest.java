package dev.weir.ingest.key;

import java.security.MessageDigest;
import java.util.HexFormat;

/** 32 bytes that a {@link KeyedHash} made of a secret. Compared in constant time, also by maps; never printed but on purpose. */
public final class Digest {

    static final int BYTES = 32;

    /** No secret has it, as far as anybody knows. */
    static final Digest NOBODYS = new Digest(new byte[BYTES]);

    private final byte[] bytes;

    Digest(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes (expected: " + BYTES + ")");
        }
        this.bytes = bytes.clone();
    }

    /** @throws IllegalArgumentException if it is not 64 hexadecimal digits; does not quote it */
    static Digest ofHex(String hex) {
        try {
            return new Digest(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("hash (expected: 64 hexadecimal digits)");
        }
    }

    String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }

    @Override
    public String toString() {
        return "Digest[]";
    }
}
