package dev.weir.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Texts that occur nowhere else, to be sent in and looked for wherever Weir writes. */
enum Canary {
    SHOP_SECRET("Zq7shopright/+4kVm2Tz9x"),
    SHOP_WRONG("Hw3shopwrong/+8pLc5Rb1x"),
    APP_SECRET("Kd9appright0/+2mXs6Fj4x"),
    APP_WRONG("Vn2appwrong0/+7tGy1Qe8x"),
    GRAVITY_KEY("Bt4gravright.6hUw0Ca3x"),
    GRAVITY_WRONG("Mp8gravwrong.1fZk9Od5x"),
    PAGENT_KEY("Xe5pageright.3jLr7Nv2x"),
    PAGENT_WRONG("Ry1pagewrong.9sBq4Ih6x"),
    /** Of another section, whose vendor is another too. */
    OTHER_SECRET("Fu6otherright/+5gDw8Pk7x"),
    OPERATE_TOKEN("Ga2operatetok.8vYt3Mz1x"),
    READ_TOKEN("Ls9readtoken0.4cKe6Xb2x"),
    WRONG_TOKEN("Do3wrongtoken.7nRi5Ju9x"),
    /** Of the shop's own cookies, and of headers that nobody asked for. */
    COOKIE("Pj7cookieval0.2wHa1Ql4x"),

    EMAIL("ida.quarrelmond@leakg.test"),
    PHONE("+4915550199377"),
    NAME("Idaliana Thornquistel"),
    STREET("Umberleigh Row 417"),
    /** Only as a whole: its network may be seen. */
    ADDRESS("203.0.113.177"),
    SEARCH("velvetine galoshes");

    static final Set<Canary> SECRETS = EnumSet.range(SHOP_SECRET, COOKIE);
    static final Set<Canary> PERSONAL = EnumSet.range(EMAIL, SEARCH);

    private static final int LEAST_TELLING = 6;

    private final String text;
    private final Set<String> tells = new TreeSet<>();

    Canary(String text) {
        this.text = text;
        tell(text);
        // By JVM rules a constant's own constructor knows no static member.
        if (!text.startsWith("203.")) {
            // Either half, for some are cut in the middle; and words, however what is between them is written.
            tell(text.substring(0, text.length() / 2));
            tell(text.substring(text.length() / 2));
            for (String word : text.split("[^A-Za-z0-9]+")) {
                tell(word);
            }
        }
        for (String before : new String[] {"", "1", "12"}) {
            byte[] bytes = (before + text).getBytes(StandardCharsets.UTF_8);
            // Without what depends on what stands around it.
            String base64 = Base64.getEncoder().encodeToString(bytes);
            String sure = base64.substring(4, base64.length() - 4);
            tell(sure);
            tell(sure.replace('+', '-').replace('/', '_'));
        }
    }

    String text() {
        return text;
    }

    /** As a query or a form has it. */
    String encoded() {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As one segment of a path. */
    String segment() {
        return encoded().replace("+", "%20");
    }

    /** As far as a body goes that breaks off. */
    String half() {
        return text.substring(0, text.length() / 2);
    }

    /** Where canaries of a kind are in a text, each with what stands around it. */
    static List<String> found(Collection<Canary> canaries, String where, String text) {
        List<String> found = new ArrayList<>();
        String lower = text.toLowerCase(Locale.ROOT);
        for (Canary canary : canaries) {
            int at = canary.at(lower);
            if (at >= 0) {
                String around = text.substring(Math.max(0, at - 160), Math.min(text.length(), at + 120));
                found.add(canary + " in " + where + ": " + around);
            }
        }
        return found;
    }

    private int at(String lower) {
        for (String tell : tells) {
            int at = lower.indexOf(tell);
            if (at >= 0) {
                return at;
            }
        }
        return -1;
    }

    private void tell(String part) {
        if (part.length() >= LEAST_TELLING) {
            tells.add(part.toLowerCase(Locale.ROOT));
            tells.add(URLEncoder.encode(part, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        }
    }
}
