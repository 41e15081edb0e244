package dev.weir.state;

import java.io.IOException;

/** One model as it was at a moment, to be written on another thread. */
interface SnapshotPart {
    void write(SnapshotOutput out) throws IOException;
}
