package dev.weir.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What an octet may be (RFC 9110, 5.5 and 5.6.2; RFC 9112, 3). */
final class Octets {

    static final int CR = '\r';
    static final int LF = '\n';
    static final int SP = ' ';
    static final int HTAB = '\t';

    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;

    private static final byte[] KINDS = kinds();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Octets() {}

    /** tchar: of a method, and of a field's name. */
    static boolean isToken(int octet) {
        return (KINDS[octet] & TOKEN) != 0;
    }

    /** field-vchar, and what may be between two of them. */
    static boolean isValue(int octet) {
        return (KINDS[octet] & VALUE) != 0;
    }

    /** Where the value ends that begins here: at the first octet that is none of a value, or at the end. */
    static int valueEnd(byte[] octets, int from, int to) {
        int at = from;
        // Eight at a time, as long as all are visible or spaces: tabs are rare.
        while (at + Long.BYTES <= to && isPlain((long) LONGS.get(octets, at))) {
            at += Long.BYTES;
        }
        while (at < to && isValue(octets[at] & 0xFF)) {
            at++;
        }
        return at;
    }

    /**
     * Whether none of eight octets is a control character. A borrow can make an octet above a control character look like one, and
     * never the other way.
     */
    private static boolean isPlain(long octets) {
        long deletes = octets ^ 0x7F7F7F7F7F7F7F7FL;
        long belowSpace = (octets - 0x2020202020202020L) & ~octets;
        long delete = (deletes - 0x0101010101010101L) & ~deletes;
        return ((belowSpace | delete) & 0x8080808080808080L) == 0;
    }

    /** Of a request's target: what is visible ASCII, but for what begins a fragment. Browsers send more of it than RFC 3986 has. */
    static boolean isTarget(int octet) {
        return (KINDS[octet] & TARGET) != 0;
    }

    /** Of a host's name: letters, digits, and what stands in names in use, or in an IPv4 address; no comma, which lists have. */
    static boolean isHost(int octet) {
        return (KINDS[octet] & HOST) != 0;
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int octet) {
        if (isDigit(octet)) {
            return octet - '0';
        }
        int letter = lower(octet);
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 0x20 : octet;
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            boolean isAlphanumeric = isDigit(octet) || (lower(octet) >= 'a' && lower(octet) <= 'z');
            boolean isVisible = octet > SP && octet < 0x7F;
            if (isAlphanumeric || "!#$%&'*+-.^_`|~".indexOf(octet) >= 0) {
                kinds[octet] |= TOKEN;
            }
            if (isVisible || octet == SP || octet == HTAB || octet >= 0x80) {
                kinds[octet] |= VALUE;
            }
            if (isVisible && octet != '#') {
                kinds[octet] |= TARGET;
            }
            if (isAlphanumeric || "-._~%".indexOf(octet) >= 0) {
                kinds[octet] |= HOST;
            }
        }
        return kinds;
    }
}
