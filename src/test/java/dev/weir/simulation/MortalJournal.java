package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.FileJournalOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The file journal of one process, which dies with it, and tells the ledger what it holds. Its directory stays as it is at
 * death.
 */
final class MortalJournal implements Journal, CursorStore {

    private final Death death;
    private final Ledger ledger;
    private final WriterGate gate;
    private final FileJournal files;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private MortalJournal(Death death, Ledger ledger, WriterGate gate, FileJournal files) {
        this.death = death;
        this.ledger = ledger;
        this.gate = gate;
        this.files = files;
    }

    static MortalJournal open(
            Path dir,
            VirtualTime time,
            Death death,
            WriterGate gate,
            Ledger ledger,
            Random random,
            MeterRegistry meters) {
        FileJournalOptions options = FileJournalOptions.in(dir)
                .withFileBytes(64 * 1024)
                .withMaxBytes(6 * 64 * 1024)
                .withQueueCapacity(16)
                .withReserveBytes(0);
        try {
            FileJournal files = FileJournal.open(options, gate::instant, gate::nanos, random, meters);
            MortalJournal journal = new MortalJournal(death, ledger, gate, files);
            journal.findUnacknowledged();
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the relay look around, as growth does. */
    void wakeReaders() {
        listeners.forEach(Runnable::run);
    }

    /** Begins every idempotency key. */
    String keyPrefix() {
        return files.journalId() + "-";
    }

    @Override
    public Promise promise() {
        return files.promise();
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        gate.onHandOver();
        return told(files.append(envelope, new MortalAck(List.of(envelope), ack)));
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        gate.onHandOver();
        return told(files.append(envelopes, new MortalAck(List.copyOf(envelopes), ack)));
    }

    private Handover told(Handover handover) {
        if (handover == Handover.TAKEN) {
            gate.onTaken();
        } else {
            gate.onAnswered();
        }
        return handover;
    }

    @Override
    public JournalReader reader(long fromSeq) {
        return files.reader(fromSeq);
    }

    @Override
    public long lastSeq() {
        return files.lastSeq();
    }

    @Override
    public void onGrowth(Runnable listener) {
        listeners.add(listener);
        files.onGrowth(listener);
    }

    @Override
    public void release(long belowSeq) {
        if (death.isSurvived(Moment.JOURNAL_RELEASED)) {
            files.release(belowSeq);
        }
    }

    @Override
    public long bytesFrom(long seq) {
        return files.bytesFrom(seq);
    }

    @Override
    public void hold(boolean isHeld) {
        files.hold(isHeld);
    }

    @Override
    public CursorStore cursors() {
        return this;
    }

    @Override
    public boolean isFull() {
        return files.isFull();
    }

    @Override
    public boolean isHealthy() {
        return files.isHealthy();
    }

    @Override
    public void close() {
        gate.open();
        files.close();
    }

    @Override
    public Cursor load(String sink) {
        return files.cursors().load(sink);
    }

    @Override
    public void save(String sink, Cursor cursor) {
        if (death.isSurvived(Moment.CURSOR_SAVED)) {
            files.cursors().save(sink, cursor);
            boolean unused = death.isSurvived(Moment.CURSOR_WAS_SAVED);
        }
    }

    @Override
    public boolean tryNote(String sink, Cursor cursor) {
        return !death.hasCome() && files.cursors().tryNote(sink, cursor);
    }

    /** What the process before had put on disk and told nobody. */
    private void findUnacknowledged() {
        assertThat(files.lastSeq()).as("newest event after a restart").isGreaterThanOrEqualTo(ledger.lastSeq());
        try (JournalReader reader = files.reader(ledger.lastSeq() + 1)) {
            for (Entry entry = reader.poll(); entry != null; entry = reader.poll()) {
                assertThat(entry).isInstanceOf(Entry.Kept.class);
                ledger.onKept(entry.seq(), ((Entry.Kept) entry).envelope());
            }
        }
        assertThat(ledger.lastSeq()).as("events in the journal").isEqualTo(files.lastSeq());
    }

    private final class MortalAck implements Ack {

        private final List<Envelope> envelopes;
        private final Ack client;

        MortalAck(List<Envelope> envelopes, Ack client) {
            this.envelopes = envelopes;
            this.client = client;
        }

        @Override
        public void onKept(long seq) {
            if (!death.isSurvived(Moment.CLIENT_ANSWERED)) {
                throw new Death.Died();
            }
            for (int i = 0; i < envelopes.size(); i++) {
                ledger.onKept(seq + i, envelopes.get(i));
            }
            client.onKept(seq);
            gate.onAnswered();
        }

        @Override
        public void onFailed(Failure why) {
            if (!death.hasCome()) {
                client.onFailed(why);
            }
            gate.onAnswered();
        }
    }
}
