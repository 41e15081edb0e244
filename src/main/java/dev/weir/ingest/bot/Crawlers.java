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
 * with the same letter are compared, without allocation. Visitors' are few and come again, so {@value #PLACES} of those that name
 * none are remembered. Safe for many threads, without a lock: a place holds a text, and who sees an older one goes through its own.
 */
public final class Crawlers {

    private static final String LIST = "crawlers.txt";
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]");
    private static final int LETTERS = 128;
    private static final int PLACES = 256;
    private static final String[] NONE = {};
    private static final byte[] OF_WORD = ofWord();

    private final String[][] byFirstLetter = new String[LETTERS][];
    private final @Nullable String[] others = new @Nullable String[PLACES];

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
        int hash = userAgent.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        if (userAgent.equals(others[place])) {
            return false;
        }
        boolean isNamed = isWordIn(userAgent);
        if (!isNamed) {
            others[place] = userAgent;
        }
        return isNamed;
    }

    private boolean isWordIn(String userAgent) {
        boolean isInWord = false;
        for (int i = 0; i < userAgent.length(); i++) {
            int lower = ofWord(userAgent.charAt(i));
            if (lower != 0 && !isInWord && isNamedAt(userAgent, i, lower)) {
                return true;
            }
            isInWord = lower != 0;
        }
        return false;
    }

    private boolean isNamedAt(String userAgent, int at, int first) {
        for (String word : byFirstLetter[first]) {
            int end = at + word.length();
            if (userAgent.regionMatches(true, at, word, 0, word.length())
                    && (end == userAgent.length() || ofWord(userAgent.charAt(end)) == 0)) {
                return true;
            }
        }
        return false;
    }

    /** A letter, in lower case, or a digit; 0 for what is neither. */
    private static int ofWord(char c) {
        return c < LETTERS ? OF_WORD[c] : 0;
    }

    private static byte[] ofWord() {
        byte[] lower = new byte[LETTERS];
        for (int c = 'a'; c <= 'z'; c++) {
            lower[c] = (byte) c;
            lower[c - 'a' + 'A'] = (byte) c;
        }
        for (int c = '0'; c <= '9'; c++) {
            lower[c] = (byte) c;
        }
        return lower;
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
