package dev.weir.ingest.client;

import org.jspecify.annotations.Nullable;

/** Addresses to and from text, without asking anybody. Its work is bounded by the longest address there is. */
final class IpText {

    /** As in {@code 0000:0000:0000:0000:0000:ffff:192.168.100.228}. */
    private static final int MAX_LENGTH = 45;

    private static final int GROUPS = 8;
    private static final int NONE = -1;

    private IpText() {}

    /** The address between two indices, or null. Parts with leading zeros, which some take for octal, are none. */
    static @Nullable IpAddress parse(String text, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return null;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == ':') {
                return parseV6(text, from, to);
            }
        }
        long v4 = parseV4(text, from, to);
        return v4 == NONE ? null : IpAddress.ofV4((int) v4);
    }

    private static long parseV4(String text, int from, int to) {
        long bits = 0;
        int start = from;
        for (int part = 1; part <= 4; part++) {
            int end = start;
            int value = 0;
            while (end < to && isDigit(text.charAt(end)) && end - start < 3) {
                value = 10 * value + text.charAt(end) - '0';
                end++;
            }
            boolean isEnded = part == 4 ? end == to : end < to && text.charAt(end) == '.';
            if (end == start || value > 255 || !isEnded || (text.charAt(start) == '0' && end - start > 1)) {
                return NONE;
            }
            bits = bits << 8 | value;
            start = end + 1;
        }
        return bits;
    }

    private static @Nullable IpAddress parseV6(String text, int from, int to) {
        Groups groups = new Groups();
        int start = from;
        if (text.startsWith("::", from)) {
            groups.skip();
            start += 2;
        }
        while (start < to) {
            int end = start;
            while (end < to && text.charAt(end) != ':') {
                if (text.charAt(end) == '.') {
                    return groups.endWith(parseV4(text, start, to));
                }
                end++;
            }
            int value = group(text, start, end);
            if (value == NONE || !groups.add(value) || end == to - 1) {
                return null;
            }
            start = end + 1;
            if (start < to && text.charAt(start) == ':') {
                if (!groups.skip()) {
                    return null;
                }
                start++;
            }
        }
        return groups.address();
    }

    private static int group(String text, int start, int end) {
        if (end == start || end - start > 4) {
            return NONE;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = c > 0x7F ? -1 : Character.digit(c, 16);
            if (digit < 0) {
                return NONE;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static String of(IpAddress address) {
        StringBuilder text = new StringBuilder(MAX_LENGTH);
        if (address.isV4()) {
            long bits = address.low();
            text.append(bits >> 24 & 0xFF).append('.').append(bits >> 16 & 0xFF);
            text.append('.').append(bits >> 8 & 0xFF).append('.').append(bits & 0xFF);
            return text.toString();
        }
        writeV6(address, text);
        return text.toString();
    }

    /** The longest run of at least two zero groups is left out, and the first of those that are equally long. */
    private static void writeV6(IpAddress address, StringBuilder text) {
        int longest = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(address, i);
            if (run > length) {
                longest = i;
                length = run;
            }
        }
        int gap = length > 1 ? longest : GROUPS;
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i += length - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(address, i)));
            }
        }
    }

    private static int zeros(IpAddress address, int from) {
        int i = from;
        while (i < GROUPS && group(address, i) == 0) {
            i++;
        }
        return i - from;
    }

    private static int group(IpAddress address, int index) {
        long half = index < 4 ? address.high() : address.low();
        return (int) (half >> (48 - 16 * (index & 3)) & 0xFFFF);
    }

    /** The groups of an IPv6 address as they are read. */
    private static final class Groups {
        private final int[] values = new int[GROUPS];
        private int count;
        private int gap = NONE;

        boolean add(int value) {
            if (count == GROUPS) {
                return false;
            }
            values[count++] = value;
            return true;
        }

        /** Notes where groups of zeros were left out, which may be once. */
        boolean skip() {
            if (gap != NONE) {
                return false;
            }
            gap = count;
            return true;
        }

        @Nullable
        IpAddress endWith(long v4) {
            boolean fits = v4 != NONE && add((int) (v4 >> 16)) && add((int) (v4 & 0xFFFF));
            return fits ? address() : null;
        }

        @Nullable
        IpAddress address() {
            if (gap == NONE ? count != GROUPS : count == GROUPS) {
                return null;
            }
            int before = gap == NONE ? count : gap;
            long high = 0;
            long low = 0;
            for (int i = 0; i < GROUPS; i++) {
                int back = GROUPS - i;
                int value = i < before ? values[i] : back <= count - before ? values[count - back] : 0;
                if (i < 4) {
                    high = high << 16 | value;
                } else {
                    low = low << 16 | value;
                }
            }
            return new IpAddress(high, low);
        }
    }
}
