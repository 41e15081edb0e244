package dev.weir.ingest.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes and tells ids of our own. One is 32 characters: {@code w}, its kind ({@code d} for a device, {@code s} for a
 * session), the key's id, {@code _}, 128 random bits as 22 characters of base64url, and 6 more of a tag.
 *
 * <p>The tag is the upper 36 bits of SipHash-2-4, under that key, over the 26 characters before it and the section's
 * name: an id of one section is a forgery in every other, so one shop's cookie never decides another shop's device id.
 *
 * <p>Are 36 bits enough? A guess passes once in 2^36 tries, and trying means sending requests: at 500 requests/s, a
 * section's limit, four years of taking all of it for one guess. What is won is a device id that nobody has, which any
 * client gets by asking. An id of somebody else has to be known, or guessed at 128 bits. The tag is there to sort ids,
 * not to guard anything.
 *
 * <p>Safe for many threads. Telling allocates nothing; making costs the string.
 */
final class OwnIds {

    static final int LENGTH = 32;

    private static final int RANDOM_FROM = 4;
    private static final int TAG_FROM = 26;
    private static final int TAG_BITS = 36;
    private static final byte[] LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);

    /**
     * A table: comparisons mispredict on random letters, and made telling an id three times as slow
     * (IdentityBenchmark).
     */
    private static final byte[] VALUES = values();

    private final RandomPool random;
    private final IdKeys keys;

    OwnIds(IdKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = new RandomPool(random);
    }

    /** What an id is to us; {@code ABSENT} for none. */
    Verdict judge(@Nullable String id, Kind kind, String section) {
        if (id == null) {
            return Verdict.ABSENT;
        }
        if (!hasShape(id, kind)) {
            return JunkIds.isJunk(id) ? Verdict.JUNK : Verdict.FOREIGN;
        }
        IdKeys.Key key = keys.withId(id.charAt(2));
        return key != null && tagOf(key, id, section) == tagIn(id) ? Verdict.OWN : Verdict.FORGED;
    }

    /** Whether it is of our shape, whatever its tag. */
    static boolean hasShape(String id, Kind kind) {
        if (id.length() != LENGTH || id.charAt(0) != 'w' || id.charAt(1) != kind.letter || id.charAt(3) != '_') {
            return false;
        }
        int values = 0;
        for (int i = 2; i < LENGTH; i++) {
            values |= value(id.charAt(i));
        }
        return values >= 0;
    }

    /** A new id. */
    String mint(Kind kind, String section) {
        RandomPool.Pool pool = random.ofThread();
        return write(keys.signing(), kind, pool.nextLong(), pool.nextLong(), section);
    }

    /**
     * The id that stands for a forged one: always the same for the same forgery, as long as the newest key stays. A
     * client that never looks at our answers, and holds an id of a key that was lost, so remains one device and not one
     * for each request.
     */
    String inPlaceOf(String forged, Kind kind, String section) {
        IdKeys.Key key = keys.signing();
        long high = SipHash.hash(key.k0(), ~key.k1(), forged, forged.length(), section);
        long low = SipHash.hash(~key.k0(), key.k1(), forged, forged.length(), section);
        return write(key, kind, high, low, section);
    }

    private static String write(IdKeys.Key key, Kind kind, long high, long low, String section) {
        byte[] id = new byte[LENGTH];
        id[0] = 'w';
        id[1] = (byte) kind.letter;
        id[2] = (byte) key.id();
        id[3] = '_';
        // 21 characters of 6 bits, and one for the last 2.
        for (int i = 0; i < 10; i++) {
            id[RANDOM_FROM + i] = LETTERS[(int) (high >>> (58 - 6 * i)) & 63];
        }
        id[RANDOM_FROM + 10] = LETTERS[(int) ((high & 15) << 2 | low >>> 62)];
        for (int i = 0; i < 10; i++) {
            id[RANDOM_FROM + 11 + i] = LETTERS[(int) (low >>> (56 - 6 * i)) & 63];
        }
        id[RANDOM_FROM + 21] = LETTERS[(int) (low & 3) << 4];
        long tag = tagOf(key, new String(id, 0, TAG_FROM, StandardCharsets.ISO_8859_1), section);
        for (int i = TAG_FROM; i < LENGTH; i++) {
            id[i] = LETTERS[(int) (tag >>> (6 * (LENGTH - 1 - i))) & 63];
        }
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    private static long tagOf(IdKeys.Key key, String id, String section) {
        return SipHash.hash(key.k0(), key.k1(), id, TAG_FROM, section) >>> (Long.SIZE - TAG_BITS);
    }

    private static long tagIn(String id) {
        long tag = 0;
        for (int i = TAG_FROM; i < LENGTH; i++) {
            tag = tag << 6 | value(id.charAt(i));
        }
        return tag;
    }

    /** What a letter of base64url stands for; below zero for any other character. */
    private static int value(char c) {
        return c < VALUES.length ? VALUES[c] : -1;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (byte i = 0; i < LETTERS.length; i++) {
            values[LETTERS[i]] = i;
        }
        return values;
    }

    /** What an id names. */
    enum Kind {
        DEVICE('d'),
        SESSION('s');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    /** What an id is to us. */
    enum Verdict {
        ABSENT,
        /** No id at all. */
        JUNK,
        /** Not of our shape. */
        FOREIGN,
        /** Of our shape and kind, but the tag is wrong: another section's, an unknown key's, or made up. */
        FORGED,
        /** Made here, for this section. */
        OWN
    }
}
