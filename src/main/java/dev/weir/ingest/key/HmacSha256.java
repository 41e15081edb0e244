package dev.weir.ingest.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under a secret of 32 bytes, which as a text is base64. Never prints it. */
public final class HmacSha256 implements KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;

    private final byte[] secret;

    /** To find and key one for each hash takes two thirds more time, and 1,080 bytes in place of 200 (ApiKeyBenchmark). */
    private final ThreadLocal<Mac> macs;

    private HmacSha256(byte[] secret) {
        this.secret = secret;
        this.macs = ThreadLocal.withInitial(() -> keyed(secret));
    }

    /**
     * Under a fresh secret.
     *
     * @param random cryptographically strong
     */
    public static HmacSha256 drawn(RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new HmacSha256(secret);
    }

    /**
     * Under the secret in a text.
     *
     * @throws IllegalArgumentException if it is not 32 bytes in base64; does not quote it
     */
    public static HmacSha256 ofBase64(String base64) {
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("not base64 (expected: " + SECRET_BYTES + " bytes in base64)");
        }
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    secret.length + " bytes (expected: " + SECRET_BYTES + " bytes in base64)");
        }
        return new HmacSha256(secret);
    }

    /** The text that {@link #ofBase64} reads. Secret. */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(secret);
    }

    @Override
    public Digest of(String text) {
        return new Digest(macs.get().doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return "HmacSha256[]";
    }

    private static Mac keyed(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
