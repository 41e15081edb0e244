package dev.weir.ingest.key;

import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A key of Weir's own, as its holder shows it. Never printed but on purpose.
 *
 * @param id public; {@value #ID_LENGTH} letters and digits
 * @param text the whole key, the id in it: secret
 */
public record KeyText(String id, String text) {

    static final int ID_LENGTH = 12;

    private static final String PREFIX = "wk_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_FROM = PREFIX.length();
    private static final int SECRET_FROM = ID_FROM + ID_LENGTH + 1;

    /** 62^43 is a little more than 2^256. */
    private static final int SECRET_LENGTH = 43;

    /** 62^6 is more than 2^32. */
    private static final int CHECKSUM_LENGTH = 6;

    private static final int CHECKSUM_FROM = SECRET_FROM + SECRET_LENGTH;
    static final int LENGTH = CHECKSUM_FROM + CHECKSUM_LENGTH;

    /**
     * A key that nobody has.
     *
     * @param random cryptographically strong
     */
    public static KeyText draw(RandomGenerator random) {
        String id = letters(ID_LENGTH, random);
        String unchecked = PREFIX + id + "_" + letters(SECRET_LENGTH, random);
        return new KeyText(id, unchecked + checksum(unchecked));
    }

    /** The key in a text, or null if it cannot be one. */
    static @Nullable KeyText parse(String text) {
        if (text.length() != LENGTH
                || !text.startsWith(PREFIX)
                || text.charAt(SECRET_FROM - 1) != '_'
                || !isAlphabet(text, ID_FROM, SECRET_FROM - 1)
                || !isAlphabet(text, SECRET_FROM, LENGTH)
                || !text.endsWith(checksum(text.substring(0, CHECKSUM_FROM)))) {
            return null;
        }
        return new KeyText(text.substring(ID_FROM, ID_FROM + ID_LENGTH), text);
    }

    /** Whether a text can be the public id of a key. */
    public static boolean isId(String text) {
        return text.length() == ID_LENGTH && isAlphabet(text, 0, ID_LENGTH);
    }

    @Override
    public String toString() {
        return "KeyText[" + id + "]";
    }

    private static boolean isAlphabet(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }

    private static String letters(int count, RandomGenerator random) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }

    /** CRC-32 of the ASCII before it, in base 62, the most significant digit first. */
    private static String checksum(String unchecked) {
        CRC32 crc = new CRC32();
        for (int i = 0; i < unchecked.length(); i++) {
            crc.update(unchecked.charAt(i));
        }
        char[] digits = new char[CHECKSUM_LENGTH];
        long rest = crc.getValue();
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }
}
