package dev.weir.relay.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A set of letters' numbers, kept as ranges, because what is asked and settled together was mostly written together. As text:
 * {@code 17-39,41}. It takes about 100 bytes for each range, of which there are at most half as many as letters on disk.
 * Confined to one thread.
 */
public final class LetterNumbers {

    /** No number: they begin at 1. */
    public static final long NONE = 0;

    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

    public static LetterNumbers of(long number) {
        LetterNumbers numbers = new LetterNumbers();
        numbers.add(number, number);
        return numbers;
    }

    /** @throws IllegalArgumentException if it is no such text */
    static LetterNumbers parse(String text) {
        LetterNumbers numbers = new LetterNumbers();
        for (String range : text.split(",", -1)) {
            int dash = range.indexOf('-');
            long first = number(dash < 0 ? range : range.substring(0, dash), text);
            long last = dash < 0 ? first : number(range.substring(dash + 1), text);
            if (first < 1 || last < first) {
                throw unreadable(text);
            }
            numbers.add(first, last);
        }
        return numbers;
    }

    public void add(long first, long last) {
        long from = first;
        long to = last;
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(from);
        if (before != null && before.getValue() >= from - 1) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        long touched = to == Long.MAX_VALUE ? to : to + 1;
        NavigableMap<Long, Long> swallowed = lastByFirst.subMap(from, true, touched, true);
        if (!swallowed.isEmpty()) {
            to = Math.max(to, swallowed.lastEntry().getValue());
            swallowed.clear();
        }
        lastByFirst.put(from, to);
    }

    public void addAll(LetterNumbers others) {
        others.lastByFirst.forEach(this::add);
    }

    void remove(long first, long last) {
        Map.Entry<Long, Long> before = lastByFirst.lowerEntry(first);
        if (before != null && before.getValue() >= first) {
            lastByFirst.put(before.getKey(), first - 1);
            if (before.getValue() > last) {
                lastByFirst.put(last + 1, before.getValue());
            }
        }
        NavigableMap<Long, Long> covered = lastByFirst.subMap(first, true, last, true);
        if (!covered.isEmpty()) {
            long end = covered.lastEntry().getValue();
            covered.clear();
            if (end > last) {
                lastByFirst.put(last + 1, end);
            }
        }
    }

    void removeAll(LetterNumbers others) {
        others.lastByFirst.forEach(this::remove);
    }

    /** These but for some. */
    public LetterNumbers without(LetterNumbers others) {
        LetterNumbers rest = new LetterNumbers();
        rest.addAll(this);
        lastByFirst.forEach((first, last) -> rest.removeAll(others.within(first, last)));
        return rest;
    }

    void clear() {
        lastByFirst.clear();
    }

    public boolean contains(long number) {
        return covers(number, number);
    }

    /** Whether all of a range is here. */
    boolean covers(long first, long last) {
        Map.Entry<Long, Long> range = lastByFirst.floorEntry(first);
        return range != null && range.getValue() >= last;
    }

    public boolean isEmpty() {
        return lastByFirst.isEmpty();
    }

    public long count() {
        return countWithin(1, Long.MAX_VALUE);
    }

    long countWithin(long first, long last) {
        long count = 0;
        Map.Entry<Long, Long> before = lastByFirst.lowerEntry(first);
        if (before != null && before.getValue() >= first) {
            count += Math.min(last, before.getValue()) - first + 1;
        }
        for (Map.Entry<Long, Long> range :
                lastByFirst.subMap(first, true, last, true).entrySet()) {
            count += Math.min(last, range.getValue()) - range.getKey() + 1;
        }
        return count;
    }

    /** Those of a range. */
    LetterNumbers within(long first, long last) {
        LetterNumbers those = new LetterNumbers();
        Map.Entry<Long, Long> before = lastByFirst.lowerEntry(first);
        if (before != null && before.getValue() >= first) {
            those.add(first, Math.min(last, before.getValue()));
        }
        lastByFirst
                .subMap(first, true, last, true)
                .forEach((from, to) -> those.lastByFirst.put(from, Math.min(last, to)));
        return those;
    }

    /** The lowest from this one on, or {@link #NONE}. */
    long from(long number) {
        if (contains(number)) {
            return number;
        }
        Long higher = lastByFirst.higherKey(number);
        return higher == null ? NONE : higher;
    }

    /** The highest, or {@link #NONE}. */
    long highest() {
        return lastByFirst.isEmpty() ? NONE : lastByFirst.lastEntry().getValue();
    }

    /** As texts of so many ranges at most, each of which {@link #parse} reads; none if there is no number. */
    List<String> toTexts(int mostRanges) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int ranges = 0;
        for (Map.Entry<Long, Long> range : lastByFirst.entrySet()) {
            if (ranges == mostRanges) {
                texts.add(text.toString());
                text.setLength(0);
                ranges = 0;
            }
            append(range, text);
            ranges++;
        }
        if (ranges > 0) {
            texts.add(text.toString());
        }
        return texts;
    }

    @Override
    public String toString() {
        return String.join(",", toTexts(Integer.MAX_VALUE));
    }

    private static void append(Map.Entry<Long, Long> range, StringBuilder text) {
        if (text.length() > 0) {
            text.append(',');
        }
        text.append(range.getKey().longValue());
        if (!range.getKey().equals(range.getValue())) {
            text.append('-').append(range.getValue().longValue());
        }
    }

    private static long number(String digits, String text) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw unreadable(text);
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("numbers \"" + Texts.beginning(text) + "\" (expected: such as 17-39,41)");
    }
}
