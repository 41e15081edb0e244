package dev.weir.server.config;

import dev.weir.admin.AdminOptions;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.beacon.BeaconOptions;
import dev.weir.journal.file.FileJournalOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Everything that an operator decides. Validated as a whole.
 *
 * @param data where the process keeps what is its own
 * @param drainTimeout how long a stop may take
 * @param maxSessions devices whose session is remembered
 * @param unknownSections the bucket that all requests share which name no section of ours
 * @param sinks in the order of the file; every sink that a section names is here
 */
public record WeirConfig(
        Path data,
        BeaconOptions server,
        Transport transport,
        Duration drainTimeout,
        AdminOptions admin,
        FileJournalOptions journal,
        int maxSessions,
        Section.Limit unknownSections,
        List<SinkConfig> sinks,
        Sections sections) {

    public WeirConfig {
        sinks = List.copyOf(sinks);
    }

    /** How sockets are served. */
    public enum Transport {
        AUTO,
        IO_URING,
        EPOLL,
        NIO
    }
}
