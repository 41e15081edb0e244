package dev.weir.relay.sink.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which events the newest files hold beyond the saved cursor: by number and time, so that the events of another journal,
 * which count from 1 again, are not taken for the same. Confined to one thread.
 */
final class FileTail {

    /** Far more than a relay can have written since it last saved its cursor; no further file is read beyond it. */
    private static final int ENOUGH_EVENTS = 1 << 16;
    /** Long enough for the first two fields of a line. */
    private static final int PREFIX_BYTES = 80;

    private static final int BLOCK_BYTES = 64 << 10;
    private static final String SEQ = "{\"seq\":";
    private static final String TIME = ",\"time\":\"";

    private final long nextSeq;
    private final Map<Long, String> times = new HashMap<>();
    private final byte[] prefix = new byte[PREFIX_BYTES];
    private int prefixLength;
    private long firstSeq;

    private FileTail(long nextSeq) {
        this.nextSeq = nextSeq;
    }

    /** Reads files, newest first, back to one that begins before {@code nextSeq}. */
    static FileTail read(List<Path> oldestFirst, long nextSeq) throws IOException {
        FileTail tail = new FileTail(nextSeq);
        for (int i = oldestFirst.size() - 1; i >= 0 && tail.times.size() < ENOUGH_EVENTS; i--) {
            tail.firstSeq = 0;
            tail.readFile(oldestFirst.get(i));
            if (tail.firstSeq != 0 && tail.firstSeq < nextSeq) {
                break;
            }
        }
        return tail;
    }

    /** Whether the event is in the files already. Each is asked for once. */
    boolean take(long seq, String time) {
        return !times.isEmpty() && times.remove(seq, time);
    }

    private void readFile(Path file) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        prefixLength = 0;
        try (InputStream bytes = EventFiles.read(file)) {
            for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
                for (int i = 0; i < read; i++) {
                    onByte(block[i]);
                }
            }
        }
    }

    private void onByte(byte next) {
        if (next == '\n') {
            onLine(new String(prefix, 0, prefixLength, StandardCharsets.ISO_8859_1));
            prefixLength = 0;
        } else if (prefixLength < PREFIX_BYTES) {
            prefix[prefixLength++] = next;
        }
    }

    /** Lines that are not ours, or that a power cut filled with zeros, hold no event. */
    private void onLine(String start) {
        int seqEnd = start.indexOf(TIME);
        int timeEnd = seqEnd < 0 ? -1 : start.indexOf('"', seqEnd + TIME.length());
        if (!start.startsWith(SEQ) || timeEnd < 0) {
            return;
        }
        long seq;
        try {
            seq = Long.parseLong(start, SEQ.length(), seqEnd, 10);
        } catch (NumberFormatException e) {
            return;
        }
        if (firstSeq == 0) {
            firstSeq = seq;
        }
        if (seq >= nextSeq) {
            times.put(seq, start.substring(seqEnd + TIME.length(), timeEnd));
        }
    }
}
