package dev.weir.relay.deadletter;

/** What became of one sink's letters so far. Confined to one thread. */
final class Fates {

    private final LetterNumbers settled = new LetterNumbers();
    private final LetterNumbers asked = new LetterNumbers();
    private long next = 1;

    void apply(Fate fate, LetterNumbers numbers) {
        if (fate == Fate.ASKED) {
            LetterNumbers open = numbers.without(settled);
            asked.addAll(open);
        } else {
            asked.removeAll(numbers);
            if (fate.isEnd()) {
                settled.addAll(numbers);
            }
        }
    }

    /** Letters below this number were written before: none of their numbers is given again. */
    long next() {
        return next;
    }

    void atLeast(long number) {
        next = Math.max(next, number);
    }

    /** Those that are no dead letters any longer. */
    LetterNumbers settled() {
        return settled;
    }

    /** Those to be sent again, under way or not. */
    LetterNumbers asked() {
        return asked;
    }

    /** Forgets letters that are in no file. */
    void keepOnly(LetterFiles files) {
        keepOnly(settled, files);
        keepOnly(asked, files);
    }

    private static void keepOnly(LetterNumbers numbers, LetterFiles files) {
        LetterNumbers held = files.among(numbers);
        numbers.clear();
        numbers.addAll(held);
    }
}
