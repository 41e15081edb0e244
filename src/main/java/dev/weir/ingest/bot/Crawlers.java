package dev.weir.ingest.bot;

import dev.weir.event.Envelope.Bot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words by which crawlers name themselves. A user agent is gone through once: at each beginning of a word, those that begin
 * with the same letter are compared, without allocation. Immutable.
 */
public final class Crawlers {

    private static final String LIST = "crawlers.txt";
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]");
    private static final int LETTERS = 128;
    private static final String[] NONE = {};

    private final String[][] byFirstLetter = new String[LETTERS][];

    private Crawlers(Collection<String> words) {
        List<List<String>> sorted = new ArrayList<>();
        for (int i = 0; i < LETTERS; i++) {
            sorted.add(new ArrayList<>());
        }
        for (String word : words) {
            sorted.get(word.charAt(0)).add(word);
        }
        for (int i = 0; i < LETTERS; i++) {
            byFirstLetter[i] = sorted.get(i).toArray(NONE);
        }
    }

    /**
     * Those of the list, and some more.
     *
     * @param more without {@link #problems}
     */
    public static Crawlers knownAnd(Collection<String> more) {
        List<String> words = listed();
        words.addAll(more);
        return new Crawlers(words);
    }

    /**
     * What could be no such word, one sentence each; empty if nothing.
     *
     * @param path where the words stand in the config
     */
    public static List<String> problems(String path, Collection<String> words) {
        List<String> problems = new ArrayList<>();
        for (String word : words) {
            if (!WORD.matcher(word).matches()) {
                problems.add(path + ": " + word
                        + " (expected: a word of a user agent in lower case: 3 to 64 letters, digits, dots, hyphens and"
                        + " underscores, a letter or digit at either end)");
            }
        }
        return List.copyOf(problems);
    }

    /**
     * What the sender is.
     *
     * @param isPrefetch whether the browser says that nobody has asked for the page yet
     * @param userAgent bounded by who calls, or null
     */
    public Bot kindOf(boolean isPrefetch, @Nullable String userAgent) {
        if (userAgent != null && isNamedIn(userAgent)) {
            return Bot.CRAWLER;
        }
        return isPrefetch ? Bot.PREFETCH : Bot.NONE;
    }

    private boolean isNamedIn(String userAgent) {
        boolean isInWord = false;
        for (int i = 0; i < userAgent.length(); i++) {
            char c = userAgent.charAt(i);
            boolean isOfWord = isLetterOrDigit(c);
            if (isOfWord && !isInWord && isNamedAt(userAgent, i, lower(c))) {
                return true;
            }
            isInWord = isOfWord;
        }
        return false;
    }

    private boolean isNamedAt(String userAgent, int at, char first) {
        for (String word : byFirstLetter[first]) {
            int end = at + word.length();
            if (userAgent.regionMatches(true, at, word, 0, word.length())
                    && (end == userAgent.length() || !isLetterOrDigit(userAgent.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    /** Of each line, the first word. */
    static List<String> listed() {
        List<String> words = new ArrayList<>();
        try (InputStream in = Crawlers.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is not in the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    words.add(line.split(" ", 2)[0]);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return words;
    }
}
