package dev.weir.server;

import dev.weir.journal.ReleasePoint;
import dev.weir.journal.kafka.KafkaJournalOptions;
import dev.weir.journal.kafka.PartitionJournal;
import dev.weir.lease.Lessor;
import dev.weir.live.FateLog;
import dev.weir.relay.Deliveries;
import dev.weir.relay.Relay;
import dev.weir.relay.pace.OwnPaces;
import dev.weir.relay.pace.SharedPaces;
import dev.weir.relay.partition.PartitionRelays;
import dev.weir.server.config.SinkConfig;
import dev.weir.server.config.WeirConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes out of the journal of many machines: a relay for each partition that this process is given. All of them share the paces of
 * sections and the connections of HTTP sinks; each has sinks, files and dead letters of its own, under the partition's name, and
 * its meters have a tag for it.
 */
final class KafkaOutflow {

    private static final String PARTITION = "partition";

    private final Basis basis;
    private final Stores stores;
    private final SharedPaces paces;
    private final PartitionOutlets outlets;

    private KafkaOutflow(Basis basis, Stores stores, Vertx vertx, @Nullable Lessor lessor) {
        this.basis = basis;
        this.stores = stores;
        this.paces = new SharedPaces(new OwnPaces(basis.nanoTime(), lessor));
        this.outlets = new PartitionOutlets(basis, vertx);
    }

    /** Joins the group of relays. To be closed by the caller. */
    static Deliveries join(
            KafkaJournalOptions kafka,
            Basis basis,
            Stores stores,
            Vertx vertx,
            @Nullable Lessor lessor,
            Set<String> paused) {
        KafkaOutflow outflow = new KafkaOutflow(basis, stores, vertx, lessor);
        basis.closing().add(outflow.outlets);
        List<String> sinks =
                basis.config().sinks().stream().map(SinkConfig::name).toList();
        return PartitionRelays.join(kafka, sinks, paused, outflow::open, basis.nanoTime());
    }

    private PartitionRelays.Opened open(PartitionJournal journal, Set<String> paused) {
        String partition = Integer.toString(journal.partition());
        CompositeMeterRegistry meters = new CompositeMeterRegistry();
        meters.config().commonTags(PARTITION, partition);
        meters.add(basis.registry());
        Gauge.builder("weir.journal.lag", journal, PartitionJournal::lag)
                .description("Records of a partition that its relay has not read yet")
                .register(meters);
        try {
            return new PartitionRelays.Opened(relay(journal, paused, meters), () -> remove(meters));
        } catch (UncheckedIOException unusable) {
            remove(meters);
            throw unusable;
        }
    }

    private Relay relay(PartitionJournal journal, Set<String> paused, CompositeMeterRegistry meters) {
        // As it is now: it may have been changed since the start.
        WeirConfig config = stores.current().config();
        Relay.Setup setup = new Relay.Setup(
                journal,
                stores.current()::sections,
                stores.dialectsByLabel()::get,
                outlets.open(config, journal.partition()),
                config.relay(),
                journal.keyPrefix(),
                basis.clock(),
                basis.nanoTime(),
                basis.random(),
                meters,
                basis.tags(),
                // Its numbers are not those of the partition.
                FateLog.NOBODY,
                basis.tracing(),
                paces);
        return Relay.start(setup, new ReleasePoint(journal), paused);
    }

    /** Closing them would close the registry of all others. */
    private static void remove(CompositeMeterRegistry meters) {
        List.copyOf(meters.getMeters()).forEach(meters::remove);
    }
}
