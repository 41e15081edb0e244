package dev.weir.erase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSearchTest {

    private static final String DEVICE = "PersonDevice01";

    @TempDir
    private Path dir;

    private final FileSearch search = new FileSearch(new KnownPerson(new Person("shop", Person.Kind.DEVICE, DEVICE)));

    @Test
    void whatIsCompressedIsLookedAtAsItWas() throws Exception {
        Files.write(dir.resolve("a.gz"), zipped("one " + DEVICE + " two"));
        Files.write(dir.resolve("b.gz"), zipped("nobody"));

        search.search(dir, file -> true);

        assertThat(search.files()).isEqualTo(2);
        assertThat(search.hits()).isEqualTo(1);
    }

    /** Somebody's own backup, or a file that a crash cut short. */
    @Test
    void whatOnlyBearsTheNameOfAnArchiveIsLookedAtAsItIs() throws Exception {
        byte[] cut = zipped("nobody ".repeat(1000));
        Files.writeString(dir.resolve("backup.gz"), "of " + DEVICE);
        Files.write(dir.resolve("cut.gz"), Arrays.copyOf(cut, cut.length / 2));
        Files.createFile(dir.resolve("empty.gz"));

        search.search(dir, file -> true);

        assertThat(search.files()).isEqualTo(3);
        assertThat(search.hits()).isEqualTo(1);
        assertThat(search.unreadable()).isZero();
    }

    @Test
    void whatTheFileSystemKeepsForItselfIsLeftAlone() throws Exception {
        Files.writeString(Files.createDirectory(dir.resolve("lost+found")).resolve("x"), DEVICE);

        search.search(dir, file -> true);

        assertThat(search.files()).isZero();
    }

    @Test
    void aFolderThatIsNotThereHasNothing() throws Exception {
        search.search(dir.resolve("none"), file -> true);

        assertThat(search.files()).isZero();
        assertThat(search.unreadable()).isZero();
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
