package dev.weir.server;

import dev.weir.event.Promise;
import dev.weir.journal.file.FileJournal;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.util.Set;

/** The file journal that stands in front of Kafka. */
final class SpillFiles {

    private static final String JOURNAL = "weir.journal.";
    private static final String SPILL = "weir.journal.spill.";
    private static final Set<String> SHOWN = Set.of(SPILL + "fsync", SPILL + "damaged", SPILL + "disk.bytes");

    private SpillFiles() {}

    /** @throws IOException if its folder cannot be read or written */
    static FileJournal open(Basis basis) throws IOException {
        return FileJournal.open(
                basis.config().spill().withDurability(Promise.FSYNC),
                basis.clock(),
                basis.steadyClock(),
                basis.nanoTime(),
                basis.random(),
                renamed(basis.registry()));
    }

    /** Kafka's journal has the names that a file journal's meters have: of this one, those that say something are called the spill's. */
    private static MeterRegistry renamed(MeterRegistry registry) {
        CompositeMeterRegistry own = new CompositeMeterRegistry();
        own.config()
                .meterFilter(new MeterFilter() {
                    @Override
                    public Meter.Id map(Meter.Id id) {
                        return id.withName(id.getName().replace(JOURNAL, SPILL));
                    }
                })
                .meterFilter(MeterFilter.denyUnless(id -> SHOWN.contains(id.getName())));
        own.add(registry);
        return own;
    }
}
