package dev.weir.server;

import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events of a journal are wanted: those that match all that is given. */
final class JournalFilter {

    @Option(names = "--section", paramLabel = "SECTION", description = "events of this section")
    private @Nullable String section;

    @Option(names = "--did", paramLabel = "ID", description = "events of this device")
    private @Nullable String device;

    @Option(names = "--type", paramLabel = "TYPE", description = "events of this type, such as purchase")
    private @Nullable String type;

    @Option(names = "--from", paramLabel = "FROM", description = "from this number, or this time (RFC 3339), on")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TO", description = "up to this number, or this time, itself included")
    private @Nullable String to;

    private long firstSeq;
    private long lastSeq = Long.MAX_VALUE;
    private long firstMillis = Long.MIN_VALUE;
    private long lastMillis = Long.MAX_VALUE;

    /** To be called once, before anything is matched. */
    void check() throws StartException {
        if (type != null
                && Arrays.stream(EventType.values())
                        .noneMatch(each -> each.label().equals(type))) {
            throw usage("--type: " + type + " (expected: one of "
                    + Arrays.stream(EventType.values()).map(EventType::label).collect(Collectors.joining(", ")) + ")");
        }
        if (from != null) {
            if (isNumber(from)) {
                firstSeq = Long.parseLong(from);
            } else {
                firstMillis = millis("--from", from);
            }
        }
        if (to != null) {
            if (isNumber(to)) {
                lastSeq = Long.parseLong(to);
            } else {
                lastMillis = millis("--to", to);
            }
        }
        refuseEmpty();
    }

    private void refuseEmpty() throws StartException {
        if (lastSeq < firstSeq || lastMillis < firstMillis) {
            throw usage("--to: " + to + " (expected: not before --from " + from + ")");
        }
    }

    boolean matches(long seq, long timeMillis, Envelope envelope) {
        return seq >= firstSeq
                && seq <= lastSeq
                && timeMillis >= firstMillis
                && timeMillis <= lastMillis
                && (section == null || section.equals(envelope.section()))
                && (device == null || device.equals(envelope.deviceId()))
                && (type == null || type.equals(envelope.type().label()));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long millis(String option, String text) throws StartException {
        try {
            return Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text))
                    .toEpochMilli();
        } catch (DateTimeException | ArithmeticException none) {
            throw usage(option + ": " + text + " (expected: a number, or a time such as 2026-11-20T10:00:00Z)");
        }
    }

    private static StartException usage(String message) {
        return new StartException(Main.EXIT_USAGE, message, null);
    }
}
