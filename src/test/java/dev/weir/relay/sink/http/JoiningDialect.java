package dev.weir.relay.sink.http;

import dev.weir.dialect.Bulk;
import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.relay.fake.FakeDialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A dialect whose vendor takes several events of one session in one request, a line each, at another path. */
final class JoiningDialect extends FakeDialect {

    private final int maxEvents;

    JoiningDialect(int maxEvents) {
        this.maxEvents = maxEvents;
    }

    @Override
    public Bulk bulk() {
        return new Lines();
    }

    private final class Lines implements Bulk {

        @Override
        public int maxEvents() {
            return maxEvents;
        }

        @Override
        public Object key(Envelope envelope) {
            return String.valueOf(envelope.sessionId());
        }

        @Override
        public Outbound join(List<Outbound> singles) {
            Beacon first = singles.get(0).beacon();
            String lines = singles.stream()
                    .map(single -> new String(single.beacon().body(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("\n"));
            return Outbound.of(new Beacon(
                    "POST", "/bulk", first.query(), first.bodyKind(), lines.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
