package dev.weir.server;

import dev.weir.ingest.key.ApiKeys;
import dev.weir.ingest.key.HmacSha256;
import dev.weir.ingest.key.KeyRing;
import dev.weir.server.ApiKeyFile.Stamp;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the server's API keys as their file has them. It looks four times a second, since not every file system tells of
 * changes: a key that is revoked is refused well within a second. What has been revoked elsewhere it writes into the file, so that
 * it is refused after a restart, too.
 *
 * <p>Where the file cannot be used, the last good keys stay, what was revoked stays revoked, and an error says so once for
 * each reason; it is tried again until it can. Where the file is gone, so are the keys.
 */
final class ApiKeyWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyWatch.class);
    private static final long PERIOD_MILLIS = 250;

    private final ApiKeyFile file;
    private final ApiKeys keys;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private @Nullable Stamp seen;
    private @Nullable String trouble;
    private @Nullable String writeTrouble;

    private ApiKeyWatch(ApiKeyFile file, ApiKeys keys, InstantSource clock, ScheduledExecutorService timer) {
        this.file = file;
        this.keys = keys;
        this.clock = clock;
        this.timer = timer;
    }

    /** Reads the keys now, and again whenever they change, until it is closed. */
    static ApiKeyWatch start(ApiKeyFile file, ApiKeys keys, InstantSource clock) throws StartException {
        return start(file, keys, clock, new ScheduledThreadPoolExecutor(1, ApiKeyWatch::daemon));
    }

    /** On a timer of one's own, which is closed with it. */
    static ApiKeyWatch start(ApiKeyFile file, ApiKeys keys, InstantSource clock, ScheduledExecutorService timer)
            throws StartException {
        ApiKeyWatch watch = new ApiKeyWatch(file, keys, clock, timer);
        try {
            watch.load(file.stamp());
        } catch (IllegalArgumentException wrong) {
            timer.shutdownNow();
            throw new StartException(Main.EXIT_USAGE, String.valueOf(wrong.getMessage()), wrong);
        } catch (IOException unreadable) {
            timer.shutdownNow();
            throw new StartException(1, file.path() + ": cannot be read: " + unreadable, unreadable);
        }
        var unused = timer.scheduleWithFixedDelay(watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Never throws, for that would end the watch. Called by one thread at a time. */
    private void look() {
        try {
            Stamp stamp = file.stamp();
            // What could not be loaded was not seen: it is tried again every time.
            if (!stamp.equals(seen)) {
                load(stamp);
                LOG.info("keys.loaded file={}", file.path());
            }
            trouble = null;
        } catch (IOException | RuntimeException failure) {
            onTrouble(failure.toString());
        }
        writeRevoked();
    }

    private void writeRevoked() {
        try {
            for (String id : keys.revokedElsewhere()) {
                var unused = file.revoke(id, clock);
                LOG.info("keys.revoked-elsewhere id={} file={}", id, file.path());
            }
            writeTrouble = null;
        } catch (IOException | RuntimeException failure) {
            if (!failure.toString().equals(writeTrouble)) {
                writeTrouble = failure.toString();
                LOG.error(
                        "keys.revoked-elsewhere file={} reason={} (they are refused until this server stops)",
                        file.path(),
                        writeTrouble);
            }
        }
    }

    /** The stamp is older than what is read, so that a change in between is seen the next time. */
    private void load(Stamp stamp) throws IOException {
        KeyRing ring = file.ring();
        HmacSha256 hash = file.hashFor(ring);
        if (hash == null) {
            keys.clear();
        } else {
            keys.replace(ring, hash);
        }
        seen = stamp;
    }

    private void onTrouble(String reason) {
        if (!reason.equals(trouble)) {
            trouble = reason;
            LOG.error("keys.unusable file={} reason={} (the last good keys stay)", file.path(), reason);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "weir-keys");
        thread.setDaemon(true);
        return thread;
    }
}
