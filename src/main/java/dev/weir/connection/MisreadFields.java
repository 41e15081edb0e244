package dev.weir.connection;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites in place, in a head that is right, what the HTTP server behind would misread. An Upgrade is hidden, which a server may
 * ignore (RFC 9110, 7.8): what it leads to has been taken out of HTTP/2 (RFC 9113, 3.1), and mixes two protocols on one connection.
 * And where any of the options of Connection is {@code close}, that is all it says (RFC 9112, 9.6). No length changes.
 */
final class MisreadFields {

    private static final String UPGRADE = "upgrade";
    private static final String CONNECTION = "connection";
    private static final String CLOSE = "close";
    /** In place of a name's first letters: then it is one that nobody knows. */
    private static final String HIDDEN = "x-";

    private MisreadFields() {}

    /** @param bytes begin with the whole head */
    static void settle(ByteBuf bytes) {
        boolean closes = false;
        for (int line = next(bytes, bytes.readerIndex()); isField(bytes, line); line = next(bytes, line)) {
            closes |= isNamed(bytes, line, CONNECTION) && saysClose(bytes, line);
        }
        for (int line = next(bytes, bytes.readerIndex()); isField(bytes, line); line = next(bytes, line)) {
            if (isNamed(bytes, line, UPGRADE)) {
                write(bytes, line, HIDDEN);
            } else if (closes && isNamed(bytes, line, CONNECTION)) {
                sayOnlyClose(bytes, line);
            }
        }
    }

    private static void sayOnlyClose(ByteBuf bytes, int line) {
        if (!saysClose(bytes, line)) {
            write(bytes, line, HIDDEN);
            return;
        }
        int from = line + CONNECTION.length() + 1;
        int to = end(bytes, line);
        for (int at = from; at < to; at++) {
            bytes.setByte(at, Octets.SP);
        }
        write(bytes, to - CLOSE.length(), CLOSE);
    }

    private static boolean saysClose(ByteBuf bytes, int line) {
        int from = line + CONNECTION.length() + 1;
        String options = bytes.toString(from, end(bytes, line) - from, StandardCharsets.ISO_8859_1);
        for (String option : options.split(",", -1)) {
            if (option.strip().equalsIgnoreCase(CLOSE)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(ByteBuf bytes, int line, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Octets.lower(bytes.getByte(line + i)) != name.charAt(i)) {
                return false;
            }
        }
        return bytes.getByte(line + name.length()) == ':';
    }

    /** Whether there is a field in this line, and not the end of the head. */
    private static boolean isField(ByteBuf bytes, int line) {
        return bytes.getByte(line) != Octets.CR;
    }

    /** Where the next line begins. */
    private static int next(ByteBuf bytes, int line) {
        return end(bytes, line) + 2;
    }

    /** Where the line ends, before CR. */
    private static int end(ByteBuf bytes, int line) {
        return bytes.indexOf(line, bytes.writerIndex(), (byte) Octets.CR);
    }

    private static void write(ByteBuf bytes, int at, String text) {
        bytes.setCharSequence(at, text, StandardCharsets.US_ASCII);
    }
}
