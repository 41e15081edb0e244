package dev.weir.ingest.identity;

import dev.weir.event.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cookie in which a browser keeps a section's device id: {@code weir_} and the section's name, perhaps with {@code
 * __Host-} before it. One that is known by the other name alone is none: a sibling host could have set it.
 */
public final class SectionCookie {

    private static final String PREFIX = "weir_";
    private static final String HOST_PREFIX = "__Host-weir_";

    /** Labels of a name in lower case, at least two: browsers take no cookie for a top-level domain. */
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    private SectionCookie() {}

    /** The {@code Set-Cookie} value that has a browser keep this device id. */
    public static String header(Section section, String deviceId) {
        Section.Cookie cookie = section.identity().cookie();
        StringBuilder header = new StringBuilder(160)
                .append(prefix(section))
                .append(section.name())
                .append('=')
                .append(deviceId)
                .append("; Path=/; Max-Age=")
                .append(cookie.maxAge().toSeconds());
        if (cookie.domain() != null) {
            header.append("; Domain=").append(cookie.domain());
        }
        if (cookie.secure()) {
            header.append("; Secure");
        }
        if (cookie.httpOnly()) {
            header.append("; HttpOnly");
        }
        header.append("; SameSite=").append(cookie.sameSite());
        if (cookie.partitioned()) {
            header.append("; Partitioned");
        }
        return header.toString();
    }

    /**
     * Whether an answer should carry the cookie.
     *
     * @param cookieless the client asked for none
     * @param keepsCookie whether who sent the request should keep one: a browser; apps and servers have no use for it, and
     *     some share one jar between shops (wire-facts 1.2)
     * @param authenticated a secret came with it, so it is a server that speaks, and not the visitor
     */
    public static boolean isWanted(
            Section section, Visitor visitor, boolean cookieless, boolean keepsCookie, boolean authenticated) {
        return keepsCookie
                && visitor.cookieDue()
                && !cookieless
                && !authenticated
                && section.identity().cookie().enabled();
    }

    /**
     * What browsers would refuse in these options, one sentence each; empty if nothing.
     *
     * @param path where the options stand in the config, such as {@code sections.shop.identity.cookie}
     */
    public static List<String> problems(String path, Section.Cookie cookie) {
        List<String> problems = new ArrayList<>();
        String sameSite = cookie.sameSite();
        if (!sameSite.equals("Strict") && !sameSite.equals("Lax") && !sameSite.equals("None")) {
            problems.add(path + ".same-site: " + sameSite + " (expected: Strict, Lax or None)");
        }
        if (sameSite.equals("None") && !cookie.secure()) {
            problems.add(path + ".secure: false (expected: true, because browsers drop SameSite=None without Secure)");
        }
        if (cookie.partitioned() && !cookie.secure()) {
            problems.add(path + ".secure: false (expected: true, because browsers drop Partitioned without Secure)");
        }
        if (cookie.hostPrefix() && !cookie.secure()) {
            problems.add(path + ".secure: false (expected: true, because browsers drop __Host- without Secure)");
        }
        problems.addAll(problemsOfDomain(path + ".domain", cookie));
        if (cookie.maxAge().toSeconds() < 1) {
            problems.add(path + ".max-age: " + cookie.maxAge() + " (expected: at least 1 s)");
        }
        return List.copyOf(problems);
    }

    private static List<String> problemsOfDomain(String path, Section.Cookie cookie) {
        String domain = cookie.domain();
        if (domain == null) {
            return List.of();
        }
        if (cookie.hostPrefix()) {
            return List.of(path + ": " + domain + " (expected: none, because browsers drop __Host- with a Domain)");
        }
        return DOMAIN.matcher(domain).matches()
                ? List.of()
                : List.of(path + ": " + domain
                        + " (expected: a domain that this server's host is in, such as shop.example, in lower case,"
                        + " without a dot before it)");
    }

    /**
     * The value of the section's cookie in a {@code Cookie} header (RFC 6265, 4.2), or null. The first one of the name
     * counts. Allocates nothing unless found.
     */
    static @Nullable String valueIn(String header, Section section) {
        int from = valueStart(header, section);
        return from < 0 ? null : header.substring(from, valueEnd(header, from));
    }

    /** Whether the section's cookie in a {@code Cookie} header has this value. Allocates nothing. */
    static boolean holds(String header, Section section, String value) {
        int from = valueStart(header, section);
        return from >= 0 && header.startsWith(value, from) && valueEnd(header, from) == from + value.length();
    }

    private static int valueStart(String header, Section section) {
        String prefix = prefix(section);
        String name = section.name();
        int nameLength = prefix.length() + name.length();
        int at = 0;
        while (at < header.length()) {
            while (at < header.length() && isBlank(header.charAt(at))) {
                at++;
            }
            int nameEnd = at + nameLength;
            if (header.startsWith(prefix, at)
                    && header.startsWith(name, at + prefix.length())
                    && nameEnd < header.length()
                    && header.charAt(nameEnd) == '=') {
                return nameEnd + 1;
            }
            int separator = header.indexOf(';', at);
            at = separator < 0 ? header.length() : separator + 1;
        }
        return -1;
    }

    private static String prefix(Section section) {
        return section.identity().cookie().hostPrefix() ? HOST_PREFIX : PREFIX;
    }

    private static int valueEnd(String header, int from) {
        int separator = header.indexOf(';', from);
        int end = separator < 0 ? header.length() : separator;
        while (end > from && isBlank(header.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
