package dev.weir.relay;

import dev.weir.live.FateLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who always looks, and remembers what he is told. Confined to one thread. */
final class ToldFates implements FateLog {

    /** By event, in the order in which they were told. */
    final Map<Long, List<String>> settled = new TreeMap<>();

    final Map<Long, Long> supersededBy = new TreeMap<>();
    final List<String> failures = new ArrayList<>();

    @Override
    public boolean isWatched() {
        return true;
    }

    @Override
    public void onDelivered(String sink, long seq) {
        settle(seq, "delivered");
    }

    @Override
    public void onSuperseded(String sink, long seq, long by) {
        settle(seq, "superseded");
        supersededBy.put(seq, by);
    }

    @Override
    public void onSkipped(String sink, long seq) {
        settle(seq, "skipped");
    }

    @Override
    public void onNotRouted(String sink, long seq) {
        settle(seq, "not-routed");
    }

    @Override
    public void onDeadLetter(String sink, long first, long last, String reason, int status, String detail) {
        for (long seq = first; seq <= last; seq++) {
            settle(seq, "dead-lettered " + reason);
        }
    }

    @Override
    public void onFailure(String sink, long seq, String reason) {
        failures.add(seq + " " + reason);
    }

    /** How many events have a fate that begins like this. */
    long count(String fate) {
        return settled.values().stream()
                .filter(each -> each.get(each.size() - 1).startsWith(fate))
                .count();
    }

    private void settle(long seq, String fate) {
        settled.computeIfAbsent(seq, any -> new ArrayList<>()).add(fate);
    }
}
