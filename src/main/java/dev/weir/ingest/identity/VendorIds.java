package dev.weir.ingest.identity;

import dev.weir.dialect.Claim.IdForm;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids as a vendor's own server would: nothing but random bits, in the length and letters that the vendor's clients
 * know. They hold no tag, so that nobody can tell afterwards whether one was made here. Safe for many threads.
 */
final class VendorIds {

    private static final HexFormat HEX = HexFormat.of();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final int BASE64URL_BYTES = 16;
    private static final int HEX_BYTES = 12;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_2 = 0x8000_0000_0000_0000L;

    private final RandomPool random;

    VendorIds(RandomGenerator random) {
        this.random = new RandomPool(random);
    }

    String device(IdForm form) {
        return switch (form) {
            case BASE64URL -> BASE64URL.encodeToString(bytes(BASE64URL_BYTES));
            case HEX_AND_UUID -> HEX.formatHex(bytes(HEX_BYTES));
            case TAGGED, VENDORS -> throw new IllegalStateException("no vendor's form that is made here: " + form);
        };
    }

    String session(IdForm form) {
        return switch (form) {
            case BASE64URL -> BASE64URL.encodeToString(bytes(BASE64URL_BYTES));
            case HEX_AND_UUID -> uuid();
            case TAGGED, VENDORS -> throw new IllegalStateException("no vendor's form that is made here: " + form);
        };
    }

    /** RFC 9562, 5.4: random, but for the bits that say so. */
    private String uuid() {
        RandomPool.Pool pool = random.ofThread();
        long high = (pool.nextLong() & ~0xF000L) | VERSION_4;
        long low = (pool.nextLong() >>> 2) | VARIANT_2;
        return new UUID(high, low).toString();
    }

    private byte[] bytes(int count) {
        RandomPool.Pool pool = random.ofThread();
        byte[] bytes = new byte[count];
        long drawn = 0;
        for (int i = 0; i < count; i++) {
            drawn = i % Long.BYTES == 0 ? pool.nextLong() : drawn >>> Byte.SIZE;
            bytes[i] = (byte) drawn;
        }
        return bytes;
    }
}
