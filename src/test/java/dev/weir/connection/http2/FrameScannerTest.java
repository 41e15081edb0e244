package dev.weir.connection.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Http2Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FrameScannerTest {

    private final List<String> seen = new ArrayList<>();

    @Property(tries = 500)
    void framesAreFoundHoweverTheyAreCut(@ForAll Random random, @ForAll @IntRange(min = 1, max = 400) int most) {
        List<String> sent = new ArrayList<>();
        byte[] all = Http2Frames.join(Http2Frames.PREFACE, frames(random, sent));
        List<String> found = new ArrayList<>();
        FrameScanner scanner = new FrameScanner(into(found), Http2Frames.PREFACE.length);
        for (int at = 0; at < all.length; ) {
            int length = Math.min(1 + random.nextInt(most), all.length - at);
            // Amid other bytes, which are not to be looked at.
            ByteBuf piece = Unpooled.wrappedBuffer(all, 0, at + length).skipBytes(at);
            scanner.scan(piece);
            assertThat(piece.readableBytes()).isEqualTo(length);
            at += length;
        }
        assertThat(found).isEqualTo(sent);
        assertThat(scanner.isAmidHead() || scanner.isAmidPayload()).isFalse();
    }

    @Test
    void theReservedBitIsNone() {
        FrameScanner scanner = new FrameScanner(into(seen), 0);
        scanner.scan(Unpooled.wrappedBuffer(Http2Frames.frame(Http2Frames.DATA, 0, 0x8000_0003)));
        assertThat(seen).containsExactly("0 0 3 0");
    }

    @Test
    void aFrameIsUnderWayUntilItsLastByte() {
        byte[] ping = Http2Frames.ping();
        FrameScanner scanner = new FrameScanner(into(seen), 0);
        for (int i = 0; i < ping.length; i++) {
            scanner.scan(Unpooled.wrappedBuffer(ping, i, 1));
            assertThat(scanner.isAmidHead()).isEqualTo(i < 8);
            assertThat(scanner.isAmidPayload()).isEqualTo(i >= 8 && i < ping.length - 1);
        }
    }

    @Test
    void aGoAwayThatIsTooShortSaysNothing() {
        FrameScanner scanner = new FrameScanner(into(seen), 0);
        scanner.scan(Unpooled.wrappedBuffer(
                Http2Frames.frame(Http2Frames.GOAWAY, 0, 0, new byte[7]), Http2Frames.frame(9, 0, 1)));
        assertThat(seen).containsExactly("7 0 0 7", "9 0 1 0");
    }

    private static byte[] frames(Random random, List<String> sent) {
        byte[] all = {};
        for (int i = 0; i < 20; i++) {
            int type = random.nextInt(12);
            int flags = random.nextInt(256);
            int stream = random.nextInt(Integer.MAX_VALUE);
            byte[] payload = new byte[length(random)];
            random.nextBytes(payload);
            all = Http2Frames.join(all, Http2Frames.frame(type, flags, stream, payload));
            sent.add(type + " " + flags + " " + stream + " " + payload.length);
            if (type == Http2Frames.GOAWAY && payload.length >= 8) {
                sent.add("because " + Unpooled.wrappedBuffer(payload).getUnsignedInt(4));
            } else if (type == Http2Frames.RST_STREAM && payload.length == 4) {
                sent.add(stream + " because " + Unpooled.wrappedBuffer(payload).getUnsignedInt(0));
            }
        }
        return all;
    }

    /** Those of GOAWAY and RST_STREAM often. */
    private static int length(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> 300;
            case 1 -> 4;
            case 2 -> 8;
            default -> random.nextInt(20);
        };
    }

    private static FrameScanner.Frames into(List<String> list) {
        return new FrameScanner.Frames() {
            @Override
            public void onFrame(int type, int flags, int stream, int length) {
                list.add(type + " " + flags + " " + stream + " " + length);
            }

            @Override
            public void onGoAway(long code) {
                list.add("because " + code);
            }

            @Override
            public void onReset(int stream, long code) {
                list.add(stream + " because " + code);
            }
        };
    }
}
