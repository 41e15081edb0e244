package dev.weir.erase;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * E-mail addresses and phone numbers: whether a text is one, and its hash. An address is trimmed and in lower case; of a number
 * the digits count, and a plus before them where there was one.
 */
public final class Names {

    /** In lower case, letters alone. */
    private static final Set<String> DEVICE_FIELDS =
            Set.of("did", "device", "deviceid", "visitor", "visitorid", "user", "userid", "uid", "customuid", "id");

    /** Of the local part what RFC 5322 has for an atom, but for the slash, the question mark, the equals sign and the and. */
    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}.!#$%'*+^_`{|}~-]+@[\\p{L}\\p{N}-]+(\\.[\\p{L}\\p{N}-]+)+");

    private static final int MAX_CHARS = 320;
    private static final int LEAST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;

    private Names() {}

    /** Whether what a request has under this name is a visitor's or a device's id, in some vendor's spelling. */
    static boolean isDevice(String field) {
        return DEVICE_FIELDS.contains(field.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""));
    }

    /** Whether what a request has under this name is a telephone number, if it can be one. */
    static boolean isPhoneField(String field) {
        return field.toLowerCase(Locale.ROOT).contains("phone");
    }

    /** Whether a text is somebody's address beyond doubt: a page's URL may have an at sign in it. */
    static boolean isAddress(String text) {
        String address = email(text);
        return address != null && ADDRESS.matcher(address).matches();
    }

    /** The address as it is hashed; null if the text is none. */
    static @Nullable String email(String text) {
        String address = text.strip().toLowerCase(Locale.ROOT);
        int at = address.indexOf('@');
        boolean isOne = at > 0 && at < address.length() - 1 && address.length() <= MAX_CHARS;
        return isOne && address.chars().noneMatch(Character::isWhitespace) ? address : null;
    }

    /** The digits, and the plus before them; null if the text is no phone number. */
    static @Nullable String phone(String text) {
        StringBuilder digits = new StringBuilder();
        for (char c : text.strip().toCharArray()) {
            if ((c >= '0' && c <= '9') || (c == '+' && digits.isEmpty())) {
                digits.append(c);
            } else if (" ()-./".indexOf(c) < 0) {
                return null;
            }
        }
        int count = digits.length() - (digits.indexOf("+") == 0 ? 1 : 0);
        return count >= LEAST_DIGITS && count <= MOST_DIGITS ? digits.toString() : null;
    }

    /** SHA-256 of an address, in hex; null if it is none. */
    public static @Nullable String emailHash(String text) {
        String address = email(text);
        return address == null ? null : sha256(address);
    }

    /** SHA-256 of a number, in hex, with its plus if it has one; null if it is none. */
    public static @Nullable String phoneHash(String text) {
        String number = phone(text);
        return number == null ? null : sha256(number);
    }

    /** Whether a text is the address, or the number with or without its plus, of this hash. */
    static boolean isHashedTo(Person.Kind kind, String hash, String text) {
        if (kind == Person.Kind.EMAIL) {
            return text.indexOf('@') > 0 && hash.equals(emailHash(text));
        }
        String number = kind == Person.Kind.PHONE ? phone(text) : null;
        if (number == null) {
            return false;
        }
        String digits = number.startsWith("+") ? number.substring(1) : number;
        return hash.equals(sha256(digits)) || hash.equals(sha256("+" + digits));
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
