package dev.weir.event;

import java.io.IOException;
import java.util.function.Consumer;

/** Files beside the journal that hold events. To be used while nobody writes to them. */
public interface KeptEvents {

    /** Brings every event that can be read, of any section. */
    void readAll(Consumer<Envelope> visitor) throws IOException;

    /**
     * Erases a person's events, and what cannot be read and names the person. A crash leaves each file as it was or without them;
     * to do it again is fine.
     *
     * @return how many
     */
    long erase(Traces traces) throws IOException;
}
