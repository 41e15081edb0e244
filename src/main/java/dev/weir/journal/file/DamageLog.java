package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about damage: its bytes are copied aside, for a person to look at, and it is said once, loudly. Safe for
 * many threads; bounded, because a file has a bounded number of places and is told of once.
 */
final class DamageLog {

    private static final Logger LOG = LoggerFactory.getLogger(DamageLog.class);
    private static final String FOLDER = "quarantine/";
    private static final int COPY_BYTES = 64 * 1024;
    private static final int MAX_TOLD = 100_000;

    private final Storage storage;
    private final JournalMetrics metrics;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    DamageLog(Storage storage, JournalMetrics metrics) {
        this.storage = storage;
        this.metrics = metrics;
    }

    /** Bytes within a file are no records, and events are missing, or ({@code firstSeq > lastSeq}) none are. */
    void onDamage(Storage.StoredFile file, long baseSeq, long from, long until, long firstSeq, long lastSeq) {
        String copy = copyName(baseSeq, from, until);
        if (!isNews(copy)) {
            return;
        }
        metrics.onDamage();
        LOG.error(
                "journal damaged: file={} offset={} bytes={} missing={} quarantine={}",
                FileHeader.nameOf(baseSeq),
                from,
                until - from,
                firstSeq > lastSeq ? "none" : firstSeq + ".." + lastSeq,
                copy);
        copy(file, from, until, copy);
    }

    /** Bytes behind the last record are none: a write that a crash cut short, never acknowledged; or damage. */
    void onTornTail(Storage.StoredFile file, long baseSeq, long from, long until, long lastSeq) {
        String copy = copyName(baseSeq, from, until);
        metrics.onTornTail();
        LOG.error(
                "journal tail cut: file={} offset={} bytes={} after={} quarantine={}",
                FileHeader.nameOf(baseSeq),
                from,
                until - from,
                lastSeq,
                copy);
        copy(file, from, until, copy);
    }

    /** One of the two copies of a file's header cannot be read. */
    void onHeader(long baseSeq) {
        if (isNews(baseSeq + ".header")) {
            metrics.onDamage();
            LOG.error("journal header damaged, its second copy is used: file={}", FileHeader.nameOf(baseSeq));
        }
    }

    /** A file has no header, so nothing in it can be told from garbage: it is moved aside as a whole. */
    void onLostFile(String name) throws IOException {
        metrics.onDamage();
        LOG.error("journal file has no readable header: file={} quarantine={}", name, FOLDER + name);
        storage.rename(name, FOLDER + name);
        storage.forceFolder("quarantine");
        storage.forceFolder("");
    }

    /** Events that ought to stand between two files, or after the last one, are nowhere. */
    void onGap(long firstSeq, long lastSeq) {
        if (isNews("gap " + firstSeq)) {
            metrics.onDamage();
            LOG.error("journal entries missing: from={} to={}", firstSeq, lastSeq);
        }
    }

    /** A record is whole, and this version cannot read what is in it. */
    void onUnreadable(Storage.StoredFile file, long baseSeq, long from, long until, long seq, RuntimeException why) {
        String copy = copyName(baseSeq, from, until);
        if (isNews(copy)) {
            metrics.onDamage();
            LOG.error("journal entry unreadable: seq={} reason={} quarantine={}", seq, why.getMessage(), copy);
            copy(file, from, until, copy);
        }
    }

    /** A reader's file did not close. It was only read: nothing is lost with it. */
    void onCloseFailure(IOException why) {
        LOG.warn("journal file did not close", why);
    }

    private boolean isNews(String what) {
        return told.size() < MAX_TOLD && told.add(what);
    }

    private static String copyName(long baseSeq, long from, long until) {
        return FOLDER + FileHeader.nameOf(baseSeq) + "." + from + "-" + until;
    }

    /** A copy that fails is said and given up: evidence is worth less than going on. */
    private void copy(Storage.StoredFile file, long from, long until, String name) {
        if (storage.exists(name)) {
            return;
        }
        try (Storage.StoredFile copy = storage.create(name)) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
            for (long at = from; at < until; ) {
                buffer.clear().limit((int) Math.min(COPY_BYTES, until - at));
                int read = file.read(buffer, at);
                if (read <= 0) {
                    break;
                }
                copy.write(buffer.flip(), at - from);
                at += read;
            }
            copy.force(true);
            storage.forceFolder("quarantine");
        } catch (IOException e) {
            LOG.error("journal quarantine failed: copy={}", name, e);
        }
    }
}
