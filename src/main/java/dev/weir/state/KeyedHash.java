package dev.weir.state;

import java.util.random.RandomGenerator;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of two texts with a NUL between them, each character as two bytes, the lower
 * one first. Keyed, so that visitors cannot choose texts that collide; the key is kept with what was hashed. No allocation.
 */
record KeyedHash(long k0, long k1) {

    /** @param random must not be predictable by visitors */
    static KeyedHash random(RandomGenerator random) {
        return new KeyedHash(random.nextLong(), random.nextLong());
    }

    /** @param head holds no NUL, so that no two pairs of texts are alike */
    long hash(String head, String tail) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int length = head.length() + 1 + tail.length();
        int words = length >>> 2;
        // One pass more than there are words, for the closing word; then four rounds that take no input.
        for (int word = 0; word <= words + 2; word++) {
            long m = word > words ? 0 : word(head, tail, length, word);
            if (word == words + 1) {
                v2 ^= 0xff;
            }
            v3 ^= m;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Four characters; the closing word has the length in bytes in its highest byte. */
    private static long word(String head, String tail, int length, int index) {
        int from = index << 2;
        int until = Math.min(from + 4, length);
        long word = until < from + 4 ? (long) (length << 1) << 56 : 0;
        for (int i = from; i < until; i++) {
            word |= character(head, tail, i) << ((i - from) << 4);
        }
        return word;
    }

    private static long character(String head, String tail, int index) {
        int inTail = index - head.length() - 1;
        if (inTail >= 0) {
            return tail.charAt(inTail);
        }
        return inTail == -1 ? 0 : head.charAt(index);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "KeyedHash[]";
    }
}
