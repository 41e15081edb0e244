package dev.weir.server;

import dev.weir.relay.deadletter.KeptLetter;
import dev.weir.relay.deadletter.LetterInspector.State;
import dev.weir.relay.sink.EventJson;
import dev.weir.tool.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Letters in columns, or a line of JSON for each; printed one by one, for there may be very many: so the widths are those of
 * what is usual.
 */
final class LetterTable {

    private static final int SEQ = 9;
    private static final int TIME = 24;
    private static final int TYPE = 13;
    private static final int REASON = 15;
    private static final int STATUS = 6;
    private static final int STATE = 12;

    private final PrintWriter out;
    private final boolean isJson;
    private final int sinkWidth;
    private final int sectionWidth;
    private final long most;
    private final Map<State, Long> counts = new EnumMap<>(State.class);
    private long letters;

    /** @param most how many letters to print at most; all are counted */
    LetterTable(PrintWriter out, boolean isJson, Collection<String> sinks, Collection<String> sections, long most) {
        this.out = out;
        this.isJson = isJson;
        this.sinkWidth = width("SINK", sinks);
        this.sectionWidth = width("SECTION", sections);
        this.most = most;
    }

    void printHeader() {
        if (isJson) {
            return;
        }
        print("SINK", "SEQ", "TIME", "SECTION", "TYPE", "REASON", "STATUS", "STATE", "ATTEMPTS");
    }

    void print(String sink, KeptLetter letter, State state) throws IOException {
        counts.merge(state, 1L, Long::sum);
        letters++;
        if (letters > most) {
            return;
        }
        if (isJson) {
            out.println(LetterJson.line(sink, letter, state));
        } else {
            print(
                    sink,
                    numbers(letter),
                    EventJson.time(letter.timeMillis()),
                    orDash(letter.section()),
                    orDash(letter.type()),
                    orDash(letter.reason()),
                    letter.status() == 0 ? "-" : Integer.toString(letter.status()),
                    state.label(),
                    Integer.toString(letter.attempts()));
        }
    }

    /** The books of what was printed, and what was not. */
    void printCounts() {
        if (isJson) {
            out.flush();
            return;
        }
        String shown = letters > most ? " (" + most + " shown)" : "";
        String states = Arrays.stream(State.values())
                .map(state -> counts.getOrDefault(state, 0L) + " " + state.label())
                .collect(Collectors.joining(", "));
        out.println(letters + " letters" + shown + ": " + states);
        out.flush();
    }

    static String numbers(KeptLetter letter) {
        return letter.seq() == letter.lastSeq() ? Long.toString(letter.seq()) : letter.seq() + "-" + letter.lastSeq();
    }

    private void print(
            String sink,
            String seq,
            String time,
            String section,
            String type,
            String reason,
            String status,
            String state,
            String attempts) {
        String line = pad(sink, sinkWidth)
                + pad(seq, SEQ)
                + pad(time, TIME)
                + pad(section, sectionWidth)
                + pad(type, TYPE)
                + pad(reason, REASON)
                + pad(status, STATUS)
                + pad(state, STATE)
                + attempts;
        out.println(line);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()) + 2);
    }

    /** A file may have been written by hand: nothing of it is to move the terminal's cursor. */
    private static String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : PlainText.of(text);
    }

    private static int width(String heading, Collection<String> texts) {
        int width = heading.length();
        for (String text : texts) {
            width = Math.max(width, text.length());
        }
        return width;
    }
}
