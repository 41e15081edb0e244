package dev.weir.ingest.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What nodes share of sessions, in memory; answers at once, or when the test has it, or not at all. */
public final class OtherNodes implements SharedSessions {

    private final LongSupplier nanoTime;
    private final Map<String, Kept> sessions = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean isReachable = true;
    private boolean holds;
    private int told;
    private int asked;

    public OtherNodes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void leave() {
        isReachable = false;
    }

    void comeBack() {
        isReachable = true;
    }

    /** From now on nothing is answered until {@link #answer}. */
    public void hold() {
        holds = true;
    }

    /** Answers all that was asked, as of now. */
    public void answer() {
        holds = false;
        List.copyOf(held).forEach(Runnable::run);
        held.clear();
    }

    int told() {
        return told;
    }

    public int asked() {
        return asked;
    }

    @Override
    public boolean isReachable() {
        return isReachable;
    }

    @Override
    public void open(Opening opening, Consumer<Known> learned, Runnable then) {
        asked++;
        whenAnswered(() -> {
            if (isReachable) {
                learned.accept(opened(opening));
            }
            then.run();
        });
    }

    @Override
    public void tell(Opening opening, Consumer<Known> learned) {
        told++;
        whenAnswered(() -> learned.accept(isReachable ? opened(opening) : null));
    }

    @Override
    public void replace(Opening opening) {
        told++;
        sessions.put(device(opening), new Kept(opening.id(), opening.clientId(), nanoTime.getAsLong()));
    }

    private void whenAnswered(Runnable answer) {
        if (holds) {
            held.add(answer);
        } else {
            answer.run();
        }
    }

    private Known opened(Opening opening) {
        long now = nanoTime.getAsLong();
        Kept last = sessions.get(device(opening));
        boolean isLive = last != null && now - last.nanos < opening.idle().toNanos();
        boolean hasEnded =
                last != null && (opening.id().equals(last.id) || opening.id().equals(last.clientId));
        String id = isLive ? last.id : hasEnded ? opening.otherwise() : opening.id();
        String clientId = isLive && opening.clientId() == null ? last.clientId : opening.clientId();
        sessions.put(device(opening), new Kept(id, clientId, now));
        return new Known(id, clientId, !isLive);
    }

    private static String device(Opening opening) {
        return opening.section() + "/" + opening.deviceId();
    }

    private record Kept(String id, String clientId, long nanos) {}
}
