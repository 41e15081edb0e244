package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    private static final SnapshotPart SAMPLE = out -> {
        out.number(-7);
        out.count(0);
        out.count(300);
        out.count(Integer.MAX_VALUE);
        out.text("Größe");
        out.text("x".repeat(200_000));
        out.nullableText(null);
        out.nullableText("");
    };

    @TempDir
    private Path dir;

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        SnapshotFolder.open(dir).save(5, SAMPLE);

        long seq = SnapshotFolder.open(dir).load(5, in -> {
            assertThat(in.number()).isEqualTo(-7);
            assertThat(in.count(0)).isZero();
            assertThat(in.count(300)).isEqualTo(300);
            assertThat(in.count(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
            assertThat(in.text()).isEqualTo("Größe");
            assertThat(in.text()).hasSize(200_000);
            assertThat(in.nullableText()).isNull();
            assertThat(in.nullableText()).isEmpty();
        });

        assertThat(seq).isEqualTo(5);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = small();
        Path cut = dir.resolve("cut");

        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SnapshotFile.read(cut, 5, SnapshotTest::skip))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void everyFlippedBitIsRefused() throws IOException {
        byte[] whole = small();
        Path flipped = dir.resolve("flipped");

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(flipped, bytes);
            assertThatThrownBy(() -> SnapshotFile.read(flipped, 5, SnapshotTest::skip))
                    .as("bit %d", bit)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void bytesBehindTheEndAreRefused() throws IOException {
        byte[] whole = small();
        Path longer = dir.resolve("longer");
        Files.write(longer, Arrays.copyOf(whole, whole.length + 1));

        assertThatThrownBy(() -> SnapshotFile.read(longer, 5, SnapshotTest::skip))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theNewestTwoAreKept() throws IOException {
        SnapshotFolder folder = SnapshotFolder.open(dir);

        for (long seq = 10; seq <= 40; seq += 10) {
            folder.save(seq, out -> out.number(1));
        }

        assertThat(names()).containsExactly(name(30), name(40));
        assertThat(folder.neededSeq()).isEqualTo(31);
    }

    @Test
    void aDamagedOneIsPutAsideAndTheOneBeforeIsLoaded() throws IOException {
        SnapshotFolder folder = SnapshotFolder.open(dir);
        folder.save(10, out -> out.number(10));
        folder.save(20, out -> out.number(20));
        Files.write(dir.resolve(name(20)), new byte[] {1});

        SnapshotFolder after = SnapshotFolder.open(dir);
        long seq = after.load(100, in -> assertThat(in.number()).isEqualTo(10));

        assertThat(seq).isEqualTo(10);
        assertThat(names()).containsExactly(name(10), name(20) + ".broken");
        assertThat(after.neededSeq()).isEqualTo(1);
    }

    @Test
    void oneAheadOfTheJournalIsPutAside() throws IOException {
        SnapshotFolder folder = SnapshotFolder.open(dir);
        folder.save(10, out -> out.number(10));
        folder.save(20, out -> out.number(20));

        assertThat(SnapshotFolder.open(dir).load(19, SnapshotInput::number)).isEqualTo(10);
        assertThat(SnapshotFolder.open(dir).load(9, SnapshotInput::number)).isZero();
        assertThat(names()).containsExactly(name(10) + ".broken", name(20) + ".broken");
    }

    @Test
    void whatACrashLeftUnfinishedIsRemoved() throws IOException {
        SnapshotFolder.open(dir).save(10, out -> out.number(10));
        Files.write(dir.resolve("state.tmp"), new byte[100]);

        assertThat(SnapshotFolder.open(dir).load(10, SnapshotInput::number)).isEqualTo(10);
        assertThat(names()).containsExactly(name(10));
    }

    @Test
    void oneThatCannotBeWrittenLeavesTheOthersAlone() throws IOException {
        SnapshotFolder folder = SnapshotFolder.open(dir);
        folder.save(10, out -> out.number(10));

        assertThatThrownBy(() -> folder.save(20, out -> {
                    throw new IOException("no space");
                }))
                .hasMessage("no space");

        assertThat(names()).containsExactly(name(10));
        assertThat(folder.load(20, SnapshotInput::number)).isEqualTo(10);
    }

    private byte[] small() throws IOException {
        Path path = dir.resolve("whole");
        SnapshotFile.write(path, 5, out -> {
            out.number(1);
            out.text("abc");
        });
        SnapshotFile.read(path, 5, SnapshotTest::skip);
        return Files.readAllBytes(path);
    }

    private static void skip(SnapshotInput in) throws IOException {
        in.number();
        in.text();
    }

    private static String name(long seq) {
        return "state-%020d.snap".formatted(seq);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
