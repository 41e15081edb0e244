package dev.weir.server.config;

import dev.weir.admin.AdminOptions;
import dev.weir.connection.ConnectionOptions;
import dev.weir.event.Promise;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.asset.AssetOptions;
import dev.weir.ingest.beacon.BeaconOptions;
import dev.weir.ingest.beacon.FrontOptions;
import dev.weir.ingest.overload.OverloadOptions;
import dev.weir.journal.file.FileJournalOptions;
import dev.weir.journal.kafka.KafkaJournalOptions;
import dev.weir.proxy.ProxyOptions;
import dev.weir.redis.RedisOptions;
import dev.weir.relay.RelayOptions;
import dev.weir.state.StateOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator decides. Validated as a whole.
 *
 * @param data where the process keeps what is its own
 * @param connections what the public ports grant connections
 * @param front what stands in front of the public port
 * @param crawlers words of user agents, beside those that are known
 * @param drainTimeout how long a stop may take
 * @param telemetry how the process is watched
 * @param journal of the journal in files, or of the spill in front of the other; and where the folder is by which one process has
 *     the data
 * @param kafka how the journal of many machines is kept; null where it is in files
 * @param maxSessions devices whose session is remembered
 * @param state bounds of what is remembered of the past
 * @param proxy bounds of what pages wait for
 * @param relay bounds of what is delivered, for each sink
 * @param overload what is refused when more comes than can be done
 * @param redis what is shared with other nodes, and by what; null for nothing
 * @param unknownSections the bucket that all requests share which name no section of ours
 * @param sinks in the order of the file; every sink that a section names is here
 */
public record WeirConfig(
        Path data,
        BeaconOptions server,
        ConnectionOptions connections,
        FrontOptions front,
        AssetOptions assets,
        List<String> crawlers,
        Transport transport,
        Duration drainTimeout,
        AdminOptions admin,
        Telemetry telemetry,
        FileJournalOptions journal,
        @Nullable KafkaJournalOptions kafka,
        int maxSessions,
        StateOptions state,
        ProxyOptions proxy,
        RelayOptions relay,
        OverloadOptions overload,
        @Nullable RedisOptions redis,
        Section.Limit unknownSections,
        List<SinkConfig> sinks,
        Sections sections) {

    public WeirConfig {
        crawlers = List.copyOf(crawlers);
        sinks = List.copyOf(sinks);
    }

    /** What an answer promises. */
    public Promise promise() {
        return kafka == null ? journal.durability() : Promise.REPLICATED;
    }

    /** How the spill is kept, where there is one; where it would be, where there is none. */
    public FileJournalOptions spill() {
        return journal.withDir(data.resolve("spill"));
    }

    /** How sockets are served. */
    public enum Transport {
        AUTO,
        IO_URING,
        EPOLL,
        NIO
    }
}
