package dev.weir.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** What a device is called in Redis, so that whoever reads there cannot read devices' ids. The same on all nodes. */
final class DeviceDigest {

    private static final int BYTES = 16;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    /** Making one costs more than using it. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(DeviceDigest::sha256);

    private DeviceDigest() {}

    /** Of 22 characters. A section's name holds no slash. */
    static String of(String section, String deviceId) {
        byte[] named = (section + "/" + deviceId).getBytes(StandardCharsets.UTF_8);
        return BASE64URL.encodeToString(Arrays.copyOf(SHA_256.get().digest(named), BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
