package dev.weir.tool.send;

import java.util.regex.Pattern;

/** Hides secrets in what is shown of a request. */
final class Secrecy {

    private static final String HIDDEN = "***";
    private static final Pattern JSON_MEMBER =
            Pattern.compile("(\"(?:shop_secret|secretKey|secret)\"\\s*:\\s*\")((?:[^\"\\\\]|\\\\.)*)");
    private static final Pattern FORM_FIELD =
            Pattern.compile("((?:^|[&?])(?:shop_secret|secretKey|secret)=)([^&\\s]*)");

    private Secrecy() {}

    static String hide(String text) {
        String members = JSON_MEMBER.matcher(text).replaceAll("$1" + HIDDEN);
        return FORM_FIELD.matcher(members).replaceAll("$1" + HIDDEN);
    }

    static String hideAuthorization(String value) {
        return value.substring(0, value.indexOf(' ') + 1) + HIDDEN;
    }
}
