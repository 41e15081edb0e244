package dev.weir.ingest.key;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Keys that are wrong by one character, although their checksum is right. */
final class Forgery {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Forgery() {}

    static String of(String key, int index) {
        char other = key.charAt(index) == '0' ? '1' : '0';
        String unchecked = key.substring(0, index) + other + key.substring(index + 1, 59);
        String forged = unchecked + checksum(unchecked);
        if (KeyText.parse(forged) == null) {
            throw new AssertionError("not even of the right form: " + forged);
        }
        return forged;
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            digits.append(ALPHABET.charAt((int) (rest % 62)));
            rest /= 62;
        }
        return digits.reverse().toString();
    }
}
