package dev.weir.dialect.pureclarity;

/** Tells IP addresses from other texts, without asking anybody. */
final class AddressText {

    private static final int MAX_LENGTH = 45;
    private static final int GROUPS = 8;

    private AddressText() {}

    /** Whether this is an IPv4 address in four decimal parts, or an IPv6 address as RFC 4291 has it, without a zone. */
    static boolean isAddress(String text) {
        return text.length() <= MAX_LENGTH && (text.indexOf(':') < 0 ? isIpv4(text, 0) : isIpv6(text));
    }

    private static boolean isIpv4(String text, int from) {
        int start = from;
        for (int part = 0; part < 4; part++) {
            int end = part == 3 ? text.length() : text.indexOf('.', start);
            if (end <= start || end - start > 3 || !isByte(text, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isByte(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            value = 10 * value + c - '0';
        }
        return value <= 255;
    }

    private static boolean isIpv6(String text) {
        boolean isShortened = text.startsWith("::");
        int start = isShortened ? 2 : 0;
        int groups = 0;
        while (start < text.length()) {
            int colon = text.indexOf(':', start);
            if (colon < 0 && text.indexOf('.', start) >= 0) {
                return fits(groups + 2, isShortened) && isIpv4(text, start);
            }
            int end = colon < 0 ? text.length() : colon;
            if (!isGroup(text, start, end) || end == text.length() - 1) {
                return false;
            }
            groups++;
            start = end + 1;
            if (start < text.length() && text.charAt(start) == ':') {
                if (isShortened) {
                    return false;
                }
                isShortened = true;
                start++;
            }
        }
        return fits(groups, isShortened);
    }

    private static boolean fits(int groups, boolean isShortened) {
        return isShortened ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean isGroup(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return end > start && end - start <= 4;
    }
}
