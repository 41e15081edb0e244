package dev.weir.erase;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Finds, among bytes, an e-mail address or a phone number of which only the hash is known. */
final class HashedNames {

    private static final int MAX_CHARS = 320;

    private HashedNames() {}

    static boolean areIn(Person person, byte[] bytes, int from, int to) {
        return switch (person.kind()) {
            case DEVICE -> false;
            case EMAIL ->
                isAnyAddress(bytes, from, to, address -> Names.isHashedTo(person.kind(), person.value(), address));
            case PHONE -> isPhoneIn(person, bytes, from, to);
        };
    }

    /** Whether there is an address among the bytes for which the predicate holds. */
    static boolean isAnyAddress(byte[] bytes, int from, int to, Predicate<String> predicate) {
        for (int i = from; i < to; i++) {
            boolean isEncoded = i + 2 < to && bytes[i] == '%' && bytes[i + 1] == '4' && bytes[i + 2] == '0';
            if (bytes[i] != '@' && !isEncoded) {
                continue;
            }
            int begin = i;
            while (begin > from && i - begin < MAX_CHARS && isOfAddress(bytes[begin - 1])) {
                begin--;
            }
            int domain = i + (isEncoded ? 3 : 1);
            int end = domain;
            while (end < to && end - domain < MAX_CHARS && isOfAddress(bytes[end])) {
                end++;
            }
            String address = text(bytes, begin, i) + "@" + text(bytes, domain, end);
            if (predicate.test(address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPhoneIn(Person person, byte[] bytes, int from, int to) {
        for (int i = from; i < to; ) {
            int end = i;
            while (end < to && bytes[end] >= '0' && bytes[end] <= '9') {
                end++;
            }
            if (end > i && Names.isHashedTo(person.kind(), person.value(), text(bytes, i, Math.min(end, i + 20)))) {
                return true;
            }
            i = end + 1;
        }
        return false;
    }

    private static boolean isOfAddress(byte b) {
        return (b > 0 && Character.isLetterOrDigit(b)) || "._+-".indexOf(b) >= 0;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
