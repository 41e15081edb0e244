package dev.weir.server;

import dev.weir.relay.deadletter.KeptLetter;
import dev.weir.relay.deadletter.LetterInspector;
import dev.weir.relay.deadletter.LetterInspector.State;
import dev.weir.relay.deadletter.LetterNumbers;
import dev.weir.relay.deadletter.LetterRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Finds the letters that somebody chose, and asks the server to replay or to drop them. For one request. */
final class LetterAsking {

    private final Path dir;
    private final String sink;
    private final LetterSelection selection;
    private final boolean isDrop;
    private final Consumer<String> wrong;
    private final LetterNumbers chosen = new LetterNumbers();
    private final TreeSet<Long> unseen;
    private long askedBefore;
    private long unsendable;
    private String reason = "";

    /** @param wrong is told of whatever cannot be read */
    LetterAsking(Path dir, String sink, LetterSelection selection, boolean isDrop, Consumer<String> wrong) {
        this.dir = dir;
        this.sink = sink;
        this.selection = selection;
        this.isDrop = isDrop;
        this.wrong = wrong;
        this.unseen = new TreeSet<>(selection.seqs());
    }

    /**
     * Asks; it is on disk when this returns.
     *
     * @return what was asked for, in words
     * @throws StartException if a letter that was named is not there or cannot be replayed: then nothing was asked for
     */
    String ask(InstantSource clock, RandomGenerator random) throws IOException, StartException {
        LetterNumbers repeated = LetterInspector.of(dir, sink, wrong).read(this::onLetter);
        if (!unseen.isEmpty()) {
            throw new StartException(
                    1,
                    "SEQ: " + unseen.first() + " (expected: a dead letter of sink " + sink
                            + ", as ./weir deadletter list shows them)",
                    null);
        }
        if (unsendable > 0 && !selection.seqs().isEmpty()) {
            throw new StartException(1, reason, null);
        }
        if (!chosen.isEmpty()) {
            refuseTooMany();
            LetterRequest request =
                    isDrop ? LetterRequest.drop(chosen, repeated) : LetterRequest.replay(chosen, repeated);
            PrivateFile.replace(LetterRequest.file(dir, sink, clock.millis(), random.nextInt()), request.toLines());
        }
        return told();
    }

    private void onLetter(KeptLetter letter, State state, String where) {
        if (!selection.matches(letter)) {
            return;
        }
        unseen.removeIf(seq -> LetterSelection.isAbout(letter, seq));
        if (state == State.DROP_ASKED || (state == State.REPLAY_ASKED && !isDrop)) {
            askedBefore++;
        } else if (isDrop || isSendable(letter, where)) {
            chosen.add(letter.number(), letter.number());
        }
    }

    private boolean isSendable(KeptLetter letter, String where) {
        try {
            letter.toKept();
            return true;
        } catch (IllegalArgumentException unreadable) {
            unsendable++;
            reason = "SEQ: " + LetterTable.numbers(letter) + ": cannot be replayed: " + unreadable.getMessage();
            if (letter.hasOriginal()) {
                wrong.accept(where + ": " + unreadable.getMessage());
            }
            return false;
        }
    }

    private void refuseTooMany() throws IOException, StartException {
        if (LetterRequest.waiting(dir, sink) >= LetterRequest.MOST_WAITING) {
            throw new StartException(
                    1,
                    dir + ": " + LetterRequest.MOST_WAITING + " requests wait for sink " + sink
                            + " (expected: fewer; a server that runs on this folder heeds them)",
                    null);
        }
    }

    private String told() {
        long count = chosen.count();
        String what = isDrop ? "dropped" : "replayed";
        StringBuilder told = new StringBuilder(sink + ": " + count + " letters to be " + what);
        if (askedBefore > 0) {
            told.append(", ").append(askedBefore).append(" asked for before");
        }
        if (unsendable > 0) {
            told.append(", ").append(unsendable).append(" that cannot be");
        }
        if (count > 0) {
            told.append("; a running server begins within a second, a stopped one when it starts");
        }
        return told.toString();
    }
}
