package dev.weir.journal.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A text as one line that tells whether it is whole: its generation, the text, a checksum, spaces up to {@value #LEAST_BYTES}
 * bytes, a line feed.
 *
 * @param generation counts what was written, from 1
 * @param text ASCII without line breaks, and without spaces at its ends
 */
record CheckedLine(long generation, String text) {

    private static final int LEAST_BYTES = 256;
    private static final HexFormat HEX = HexFormat.of();

    ByteBuffer toBytes() {
        StringBuilder line = new StringBuilder(Math.max(LEAST_BYTES, text.length() + 32));
        line.append(generation).append(' ').append(text);
        String checksum = checksum(line.toString());
        line.append(' ').append(checksum);
        while (line.length() < LEAST_BYTES - 1) {
            line.append(' ');
        }
        return ByteBuffer.wrap(line.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What stands in a line, without its line feed; null if it is not whole. */
    static @Nullable CheckedLine parse(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing();
        int textAt = line.indexOf(' ') + 1;
        int crcAt = line.lastIndexOf(' ');
        if (textAt < 2 || crcAt < textAt) {
            return null;
        }
        try {
            if (Integer.parseUnsignedInt(line.substring(crcAt + 1), 16) != crc(Arrays.copyOf(bytes, crcAt))) {
                return null;
            }
            return new CheckedLine(Long.parseLong(line.substring(0, textAt - 1)), line.substring(textAt, crcAt));
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** Eight hexadecimal digits. */
    static String checksum(String text) {
        return HEX.toHexDigits(crc(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
