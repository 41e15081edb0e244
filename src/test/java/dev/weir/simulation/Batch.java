package dev.weir.simulation;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Events that a client sends at once, to be taken together or not at all. It goes to the journal directly, past the
 * intake: what is tried here is that a crash does not part what belongs together.
 *
 * @param firstNumber the number of its first event; the others' follow
 */
record Batch(long firstNumber, List<Envelope> envelopes) {

    private static final int MAX_EVENTS = 12;
    private static final int DEVICES = 3;

    /** Of one device of one section; now and then too large for any record, or told to the vendor beforehand. */
    static Batch random(long firstNumber, Random random) {
        String section = Shops.ALL.get(random.nextInt(Shops.ALL.size())).name();
        String device = "together-" + random.nextInt(DEVICES);
        String carriedTo = random.nextInt(3) == 0 ? Shops.VENDOR : null;
        Envelope.Notes notes = new Envelope.Notes(false, carriedTo, Envelope.Attribution.NOT_ASKED, null);
        int padding = random.nextInt(3) == 0 ? 1500 : 10;
        List<Envelope> envelopes = new ArrayList<>();
        for (int i = 2 + random.nextInt(MAX_EVENTS - 1); i > 0; i--) {
            long number = firstNumber + envelopes.size();
            byte[] body = ("{\"x\":\"" + "x".repeat(padding) + "\"}").getBytes(StandardCharsets.UTF_8);
            Beacon beacon = new Beacon("POST", "/push", Request.query(number), Beacon.BodyKind.JSON, body);
            envelopes.add(new Envelope(
                    Shops.DIALECT,
                    section,
                    EventType.VIEW,
                    device,
                    null,
                    null,
                    notes,
                    Envelope.Client.UNKNOWN,
                    beacon));
        }
        return new Batch(firstNumber, List.copyOf(envelopes));
    }

    int events() {
        return envelopes.size();
    }
}
