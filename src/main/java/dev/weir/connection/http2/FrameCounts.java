package dev.weir.connection.http2;

import dev.weir.connection.http2.Http2Bounds.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the frames of one connection that carry no request, and says when those of one kind are too many. Beside the bound, each
 * request pays for some that go with it, and each piece of an answer for the windows that it takes. Confined to one event loop.
 */
final class FrameCounts {

    /** As many windows, priorities and the like may go with a request. */
    static final int FREE_WITH_REQUEST = 8;

    /** A body may come in so many small pieces. */
    static final int FREE_SMALL_DATA = 32;

    /** A client that makes room after each 1 KiB, for the stream and for the connection. */
    private static final int ANSWER_BYTES_A_WINDOW = 512;

    /** A shorter DATA frame, unless it is the last, is worth less than its head. */
    private static final int SMALL_BYTES = 128;

    /** Blocks of headers come in one piece, or in some; 16 KiB pieces of the longest that is read would be two. */
    private static final int MAX_CONTINUATIONS = 32;

    private final Count resets = new Count(Abuse.RESETS);
    private final Count provokedResets = new Count(Abuse.PROVOKED_RESETS);
    private final Count pings = new Count(Abuse.PINGS);
    private final Count settings = new Count(Abuse.SETTINGS);
    private final Count priorities = new Count(Abuse.PRIORITIES);
    private final Count windowUpdates = new Count(Abuse.WINDOW_UPDATES);
    private final Count goAways = new Count(Abuse.GOAWAYS);
    private final Count unknown = new Count(Abuse.UNKNOWN_FRAMES);
    private final Count smallData = new Count(Abuse.SMALL_DATA);
    private final List<Count> all =
            List.of(resets, provokedResets, pings, settings, priorities, windowUpdates, goAways, unknown, smallData);

    private long requests;
    private long answerBytes;
    private int lastStream;
    private int continuations;

    /** The window is over. */
    void reset() {
        for (Count count : all) {
            count.frames = 0;
        }
        requests = 0;
        answerBytes = 0;
    }

    /** The highest stream that the client has begun. */
    int lastStream() {
        return lastStream;
    }

    /** Counts a frame that the client has sent, and returns what there are too many of, or null. */
    @Nullable
    Abuse onReceived(int type, int flags, int stream, int length, Counts bounds) {
        return switch (type) {
            case FrameType.DATA -> onData(flags, length, bounds);
            case FrameType.HEADERS -> onHeaders(stream);
            case FrameType.CONTINUATION -> ++continuations > MAX_CONTINUATIONS ? Abuse.CONTINUATIONS : null;
            case FrameType.RST_STREAM -> resets.more(bounds.maxResets());
            case FrameType.PING -> pings.more(bounds.maxControlFrames());
            case FrameType.SETTINGS -> settings.more(bounds.maxControlFrames());
            case FrameType.GOAWAY -> goAways.more(bounds.maxControlFrames());
            case FrameType.PRIORITY, FrameType.PRIORITY_UPDATE ->
                priorities.more(bounds.maxControlFrames() + FREE_WITH_REQUEST * requests);
            case FrameType.WINDOW_UPDATE ->
                windowUpdates.more(
                        bounds.maxControlFrames() + FREE_WITH_REQUEST * requests + answerBytes / ANSWER_BYTES_A_WINDOW);
            default -> unknown.more(bounds.maxControlFrames());
        };
    }

    /** Counts a frame that the server has sent, and returns what there are too many of, or null. */
    @Nullable
    Abuse onSent(int type, int length, Counts bounds) {
        if (type == FrameType.DATA) {
            answerBytes += length;
        }
        return type == FrameType.RST_STREAM ? provokedResets.more(bounds.maxResets()) : null;
    }

    private @Nullable Abuse onData(int flags, int length, Counts bounds) {
        return length < SMALL_BYTES && (flags & FrameType.END_STREAM) == 0
                ? smallData.more(bounds.maxControlFrames() + FREE_SMALL_DATA * requests)
                : null;
    }

    /** Trailers are those of a request that has paid already. */
    private @Nullable Abuse onHeaders(int stream) {
        continuations = 0;
        if (stream > lastStream) {
            lastStream = stream;
            requests++;
        }
        return null;
    }

    /** Those of one kind. */
    private static final class Count {
        private final Abuse kind;
        private long frames;

        Count(Abuse kind) {
            this.kind = kind;
        }

        /** Counts one more; what it is if it is one too many, or null. */
        private @Nullable Abuse more(long max) {
            return ++frames > max ? kind : null;
        }
    }
}
