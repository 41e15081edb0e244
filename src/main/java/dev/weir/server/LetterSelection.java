package dev.weir.server;

import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.deadletter.KeptLetter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which letters a command is about, as its options say. */
final class LetterSelection {

    @Parameters(paramLabel = "SEQ", arity = "0..*", description = "events' numbers in the journal")
    private List<Long> seqs = new ArrayList<>();

    @Option(names = "--all", description = "all letters of the sink")
    private boolean isAll;

    @Option(names = "--reason", paramLabel = "REASON", description = "those given up for this reason")
    private @Nullable String reason;

    @Option(names = "--section", paramLabel = "SECTION", description = "those of this section")
    private @Nullable String section;

    @Option(names = "--from", paramLabel = "SEQ", description = "those from this number on, with --to")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "SEQ", description = "those up to this number, with --from")
    private @Nullable Long to;

    LetterSelection() {}

    static LetterSelection all() {
        LetterSelection selection = new LetterSelection();
        selection.isAll = true;
        return selection;
    }

    static LetterSelection of(List<Long> seqs) {
        LetterSelection selection = new LetterSelection();
        selection.seqs = List.copyOf(seqs);
        return selection;
    }

    /** @throws StartException with exit code 2 if it selects nothing, or two things at once */
    void check() throws StartException {
        boolean isFiltered = reason != null || section != null || from != null || to != null;
        int ways = (seqs.isEmpty() ? 0 : 1) + (isAll ? 1 : 0) + (isFiltered ? 1 : 0);
        if (ways != 1) {
            throw usage((ways == 0 ? "no letter is chosen" : "letters are chosen in several ways")
                    + " (expected: either SEQ..., or --all, or --reason, --section, --from and --to)");
        }
        for (Long seq : seqs) {
            if (seq < 1) {
                throw usage("SEQ: " + seq + " (expected: at least 1)");
            }
        }
        if ((from == null) != (to == null)) {
            throw usage((from == null ? "--from" : "--to") + " is missing (expected: both --from and --to)");
        }
        if (from != null && to != null && (from < 1 || from > to)) {
            throw usage("--from: " + from + " (expected: 1 to " + to + ", which is --to)");
        }
        checkReason(reason);
    }

    static void checkReason(@Nullable String reason) throws StartException {
        if (reason != null
                && Arrays.stream(Reason.values()).noneMatch(each -> each.label().equals(reason))) {
            throw usage("--reason: " + reason + " (expected: one of "
                    + Arrays.stream(Reason.values()).map(Reason::label).collect(Collectors.joining(", ")) + ")");
        }
    }

    boolean isAll() {
        return isAll;
    }

    /** The events that were named one by one; none if they were not. */
    List<Long> seqs() {
        return seqs;
    }

    boolean matches(KeptLetter letter) {
        if (!seqs.isEmpty()) {
            return seqs.stream().anyMatch(seq -> isAbout(letter, seq));
        }
        return (reason == null || reason.equals(letter.reason()))
                && (section == null || section.equals(letter.section()))
                && (from == null || from <= letter.lastSeq())
                && (to == null || to >= letter.seq());
    }

    /** A letter may be about a range of entries. */
    static boolean isAbout(KeptLetter letter, long seq) {
        return letter.seq() <= seq && seq <= letter.lastSeq();
    }

    private static StartException usage(String message) {
        return new StartException(Main.EXIT_USAGE, message, null);
    }
}
