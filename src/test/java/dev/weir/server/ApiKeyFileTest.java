package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingest.key.Digest;
import dev.weir.ingest.key.HmacSha256;
import dev.weir.ingest.key.KeyEntry;
import dev.weir.ingest.key.KeyText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyFileTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123456Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    Path data;

    private final Random random = new Random(1);

    @Test
    void aCreatedKeyIsListed() throws IOException {
        KeyText key = create("back office");

        assertThat(file().ring().entries())
                .containsExactly(new KeyEntry(
                        key.id(),
                        "shop",
                        "back office",
                        Instant.parse("2026-11-21T10:00:00Z"),
                        Instant.parse("2027-11-21T10:00:00Z"),
                        null,
                        hash(key)));
    }

    @Test
    void noFileHoldsTheKey() throws IOException {
        KeyText key = create("n");
        String secret = key.text().substring(16);

        assertThat(everythingWritten()).contains(key.id()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.keys", "api.keys.secret", "api.keys.lock"})
    void onlyTheOwnerMayReadTheFiles(String name) throws IOException {
        create("n");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name))))
                .isEqualTo("rw-------");
    }

    @Test
    void theSecondKeyIsMadeUnderTheSecretOfTheFirst() throws IOException {
        create("first");
        String secret = Files.readString(data.resolve("api.keys.secret"));
        create("second");

        assertThat(data.resolve("api.keys.secret")).hasContent(secret);
    }

    @Test
    void keysAreListedInTheOrderInWhichTheyWereMade() throws IOException {
        create("first");
        create("second");

        assertThat(file().ring().entries()).extracting(KeyEntry::name).containsExactly("first", "second");
    }

    @Test
    void aRevokedKeyStaysInTheListAsRevoked() throws IOException {
        KeyText key = create("n");
        file().revoke(key.id(), CLOCK);

        assertThat(file().ring().entries())
                .extracting(KeyEntry::revoked)
                .containsExactly(Instant.parse("2026-11-21T10:00:00Z"));
    }

    @Test
    void toRevokeAnUnknownKeyWritesNothing() throws IOException {
        create("n");
        ApiKeyFile.Stamp before = file().stamp();
        file().revoke("AAAAAAAAAAAA", CLOCK);

        assertThat(file().stamp()).isEqualTo(before);
    }

    @Test
    void toRevokeWhereNoKeyWasEverMadeWritesNothing() throws IOException {
        file().revoke("AAAAAAAAAAAA", CLOCK);

        assertThat(data).isEmptyDirectory();
    }

    @Test
    void theStampChangesWithEveryChange() throws IOException {
        List<ApiKeyFile.Stamp> stamps = new ArrayList<>();
        stamps.add(file().stamp());
        KeyText key = create("n");
        stamps.add(file().stamp());
        file().revoke(key.id(), CLOCK);
        stamps.add(file().stamp());

        assertThat(stamps).doesNotHaveDuplicates();
    }

    @Test
    void keysThatAreMadeAtOnceAreAllKept() throws Exception {
        int writers = 8;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<KeyText>> creations = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Random own = new Random(i);
                creations.add(() -> file().create("shop", "n", YEAR, CLOCK, own));
            }
            List<String> made = new ArrayList<>();
            for (Future<KeyText> created : pool.invokeAll(creations)) {
                made.add(created.get().id());
            }

            assertThat(file().ring().entries()).extracting(KeyEntry::id).containsExactlyInAnyOrderElementsOf(made);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void keysThatWereMadeAtOnceHaveOneSecret() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Callable<KeyText> first = () -> file().create("shop", "n", YEAR, CLOCK, new Random(1));
            Callable<KeyText> second = () -> file().create("shop", "n", YEAR, CLOCK, new Random(2));
            for (Future<KeyText> created : pool.invokeAll(List.of(first, second))) {
                KeyText key = created.get();

                KeyEntry entry = file().ring().withId(key.id());
                assertThat(entry == null ? null : entry.hash()).isEqualTo(hash(key));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aBrokenLineIsNamedWithItsFile() throws IOException {
        Files.writeString(data.resolve("api.keys"), "# keys\nrubbish\n");

        assertThatThrownBy(() -> file().ring())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(data.resolve("api.keys")
                        + ": API keys, line 2: fields (expected: id section created expires revoked hash name)");
    }

    @Test
    void aFileThatIsFarTooLargeIsNotRead() throws IOException {
        Files.write(data.resolve("api.keys"), new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> file().ring())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(data.resolve("api.keys") + ": 1048577 bytes (expected: at most 1048576)");
    }

    @Test
    void keysWhoseSecretIsLostAreNotMixedWithOthers() throws IOException {
        create("n");
        Files.delete(data.resolve("api.keys.secret"));

        assertThatThrownBy(() -> create("another"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(data.resolve("api.keys.secret") + ": does not exist (expected: the secret");
    }

    @Test
    void aSecretThatIsNoTextIsNamed() throws IOException {
        create("n");
        Files.write(data.resolve("api.keys.secret"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});

        assertThatThrownBy(() -> file().hash())
                .hasMessage(data.resolve("api.keys.secret") + ": no text (expected: what ./weir keys wrote)");
    }

    @Test
    void aBrokenSecretIsNamedAndNotQuoted() throws IOException {
        Files.writeString(data.resolve("api.keys.secret"), "AAECAw==\n");

        assertThatThrownBy(() -> create("n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(data.resolve("api.keys.secret") + ": 4 bytes (expected: 32 bytes in base64)");
    }

    private ApiKeyFile file() {
        return new ApiKeyFile(data);
    }

    private KeyText create(String name) throws IOException {
        return file().create("shop", name, YEAR, CLOCK, random);
    }

    private Digest hash(KeyText key) throws IOException {
        HmacSha256 hash = file().hash();
        if (hash == null) {
            throw new AssertionError("no secret was made");
        }
        return hash.of(key.text());
    }

    private String everythingWritten() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(data)) {
            for (Path each : files.toList()) {
                all.append(Files.readString(each, StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }
}
