package dev.weir.ingest.beacon;

/**
 * What may stand for the star of a route: one segment (RFC 3986, 3.3) that every server on the way takes for the same one.
 * Dots that lead elsewhere, and slashes that only some would see, are none.
 */
final class AnySegment {

    private static final String BESIDE_LETTERS_AND_DIGITS = "-._~!$&'()*+,;=:@";

    private AnySegment() {}

    static boolean isIn(String path, int from) {
        if (from == path.length()) {
            return false;
        }
        boolean onlyDots = true;
        for (int i = from; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int octet = octet(path, i);
                if (octet < 0 || octet == '/' || octet == '\\' || octet < ' ' || octet == 0x7F) {
                    return false;
                }
                onlyDots &= octet == '.';
                i += 2;
            } else if (isPlain(c)) {
                onlyDots &= c == '.';
            } else {
                return false;
            }
        }
        return !onlyDots;
    }

    private static boolean isPlain(char c) {
        boolean isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return isLetterOrDigit || BESIDE_LETTERS_AND_DIGITS.indexOf(c) >= 0;
    }

    private static int octet(String path, int percent) {
        if (percent + 2 >= path.length()) {
            return -1;
        }
        int high = Character.digit(path.charAt(percent + 1), 16);
        int low = Character.digit(path.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
