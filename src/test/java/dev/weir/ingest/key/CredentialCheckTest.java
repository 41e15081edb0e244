package dev.weir.ingest.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.weir.dialect.Credential;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialCheckTest {

    private static final Set<String> API_KEY_DIALECTS = Set.of("gravityfield", "pagent");
    private static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant EXPIRES = CREATED.plus(Duration.ofDays(365));

    private static final Section SHOP = section(
            "shop",
            Map.of(
                    "personaclick", List.of(key("open", null), key("guarded", "s3cret")),
                    "pureclarity", List.of(key("app", "app-secret"), key("bare", null)),
                    "gravityfield", List.of(key("main", "gf-key-1"), key("second", "gf-key-2")),
                    "pagent", List.of(key("main", "pg-key"))));
    private static final Section OTHER = section("other", Map.of("pagent", List.of(key("others", "other-pg-key"))));
    private static final Section BARE = section("bare", Map.of("gravityfield", List.of(), "pagent", List.of()));
    private static final Section MUTE = section("mute", Map.of());

    private final Random random = new Random(5);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HmacSha256 hash = HmacSha256.drawn(random);
    private Instant now = CREATED;
    private final ApiKeys own = new ApiKeys(() -> now, random, registry);
    private final CredentialCheck check =
            new CredentialCheck(Sections.of(List.of(SHOP, OTHER, BARE, MUTE)), API_KEY_DIALECTS, own, random);

    @Test
    void aPublicKeyIsKnownWithoutBeingAuthenticated() {
        assertThat(check.verify("personaclick", new Credential.PublicKey("guarded", null)))
                .isEqualTo(new Verified.Known(SHOP, false));
    }

    @Test
    void aPublicKeyWithItsSecretIsAuthenticated() {
        assertThat(check.verify("personaclick", new Credential.PublicKey("guarded", "s3cret")))
                .isEqualTo(new Verified.Known(SHOP, true));
    }

    @Test
    void anEmptySecretIsNone() {
        assertThat(check.verify("personaclick", new Credential.PublicKey("guarded", "")))
                .isEqualTo(new Verified.Known(SHOP, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cre", "s3crets", "S3cret", "wrong", "\0"})
    void aPublicKeyWithAWrongSecretIsTold(String secret) {
        assertThat(check.verify("personaclick", new Credential.PublicKey("guarded", secret)))
                .isEqualTo(new Verified.WrongSecret(SHOP));
    }

    @Test
    void aSectionWithoutASecretTakesNoSecretsWord() {
        assertThat(check.verify("personaclick", new Credential.PublicKey("open", "anything")))
                .isEqualTo(new Verified.Known(SHOP, false));
    }

    @Test
    void aPublicKeyOfAnotherDialectIsUnknown() {
        assertThat(check.verify("personaclick", new Credential.PublicKey("app", null)))
                .isEqualTo(new Verified.Unknown());
    }

    @Test
    void aKeyWithItsSecretIsAuthenticated() {
        assertThat(check.verify("pureclarity", new Credential.KeyWithSecret("app", "app-secret")))
                .isEqualTo(new Verified.Known(SHOP, true));
    }

    /** Byte for byte the same result, so that nobody learns which keys exist. */
    @ParameterizedTest
    @ValueSource(strings = {"app", "nobody", "bare"})
    void aWrongSecretDoesNotTellWhetherTheKeyExists(String id) {
        assertThat(check.verify("pureclarity", new Credential.KeyWithSecret(id, "wrong")))
                .isEqualTo(new Verified.WrongSecret(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"})
    void noSecretOpensAKeyThatHasNone(String secret) {
        assertThat(check.verify("pureclarity", new Credential.KeyWithSecret("bare", secret)))
                .isEqualTo(new Verified.WrongSecret(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gf-key-1", "gf-key-2"})
    void aConfiguredApiKeyIsAuthenticated(String key) {
        assertThat(check.verify("gravityfield", apiKey(key))).isEqualTo(new Verified.Known(SHOP, true));
    }

    @Test
    void anApiKeyOpensItsOwnSection() {
        assertThat(check.verify("pagent", apiKey("other-pg-key"))).isEqualTo(new Verified.Known(OTHER, true));
    }

    @Test
    void anyCandidateMayBeTheKey() {
        assertThat(check.verify("gravityfield", apiKey("user", "", "gf-key-2")))
                .isEqualTo(new Verified.Known(SHOP, true));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"main", "pg-key", "gf-key-", "gf-key-11", "GF-KEY-1", "wk_", "\ud83d\udd11"})
    void whatIsNoApiKeyOfTheDialectIsUnknown(String key) {
        Credential.ApiKey credential = key == null ? apiKey() : apiKey(key);

        assertThat(check.verify("gravityfield", credential)).isEqualTo(new Verified.Unknown());
    }

    @Test
    void aKeyOfWeirsOwnIsUnknownWhereTheSectionDoesNotSpeakTheDialect() {
        assertThat(check.verify("pagent", apiKey(ownKey("mute")))).isEqualTo(new Verified.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gravityfield", "pagent"})
    void aKeyOfWeirsOwnIsGoodInEveryDialectOfItsSectionThatTakesApiKeys(String dialect) {
        assertThat(check.verify(dialect, apiKey(ownKey("bare")))).isEqualTo(new Verified.Known(BARE, true));
    }

    @Test
    void aKeyOfWeirsOwnIsNoPublicKey() {
        assertThat(check.verify("personaclick", new Credential.PublicKey(ownKey("shop"), null)))
                .isEqualTo(new Verified.Unknown());
    }

    @Test
    void anExpiredKeyIsRefusedAndCounted() {
        String key = ownKey("shop");
        now = EXPIRES;

        assertThat(check.verify("pagent", apiKey(key))).isEqualTo(new Verified.Unknown());
        assertThat(refused("expired")).isEqualTo(1);
    }

    @Test
    void aRevokedKeyIsRefusedAndCounted() {
        KeyText key = KeyText.draw(random);
        own.replace(ring(key, "shop").revoked(key.id(), now), hash);

        assertThat(check.verify("pagent", apiKey(key.text()))).isEqualTo(new Verified.Unknown());
        assertThat(refused("revoked")).isEqualTo(1);
    }

    @Test
    void aKeyOfASectionThatIsGoneIsRefusedAndCounted() {
        assertThat(check.verify("pagent", apiKey(ownKey("closed")))).isEqualTo(new Verified.Unknown());
        assertThat(refused("no-section")).isEqualTo(1);
    }

    @Test
    void aRefusedRequestIsCountedOnceHoweverManyCandidatesItHas() {
        String key = ownKey("shop");
        now = EXPIRES;
        check.verify("gravityfield", apiKey("a", key, "b"));

        assertThat(refused("expired") + refused("unknown") + refused("revoked") + refused("no-section"))
                .isEqualTo(1);
    }

    @Test
    void aGoodKeyIsNotCountedAsRefused() {
        check.verify("gravityfield", apiKey("user", "gf-key-1"));
        check.verify("gravityfield", apiKey("user", ownKey("shop")));

        assertThat(refused("unknown")).isZero();
    }

    @Test
    void oneApiKeyInTwoSectionsIsAnErrorThatDoesNotQuoteIt() {
        Sections twice = Sections.of(List.of(
                section("a", Map.of("pagent", List.of(key("main", "same-key")))),
                section("b", Map.of("pagent", List.of(key("backup", "same-key"))))));

        assertThatThrownBy(() -> new CredentialCheck(twice, API_KEY_DIALECTS, own, random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sections.b.pagent: backup (expected: an API key that section a has not as well)");
    }

    @Test
    void anApiKeyWithoutAKeyIsAnError() {
        Sections without = Sections.of(List.of(section("a", Map.of("pagent", List.of(key("main", null))))));

        assertThatThrownBy(() -> new CredentialCheck(without, API_KEY_DIALECTS, own, random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sections.a.pagent: main without a key (expected: the API key that the vendor issued)");
    }

    @Test
    void twoShopsMayShareASecretThatComesWithAKey() {
        Sections shared = Sections.of(List.of(
                section("a", Map.of("pureclarity", List.of(key("one", "same")))),
                section("b", Map.of("pureclarity", List.of(key("two", "same"))))));

        assertThat(new CredentialCheck(shared, API_KEY_DIALECTS, own, random)
                        .verify("pureclarity", new Credential.KeyWithSecret("two", "same")))
                .isEqualTo(new Verified.Known(shared.all().get(1), true));
    }

    /** The path of every page's request. Less than an object's header is none. */
    @Test
    void aPublicKeyAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Credential known = new Credential.PublicKey("guarded", null);
        Credential unknown = new Credential.PublicKey("nobody", null);
        int operations = 200_000;
        verifyEach(known, unknown, operations);
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        verifyEach(known, unknown, operations);

        assertThat((double) (threads.getThreadAllocatedBytes(thread) - before) / operations)
                .isLessThan(1.0);
    }

    private int verifyEach(Credential known, Credential unknown, int times) {
        int seen = 0;
        for (int i = 0; i < times; i++) {
            seen += check.verify("personaclick", known) == check.verify("personaclick", unknown) ? 1 : 0;
        }
        return seen;
    }

    private String ownKey(String section) {
        KeyText key = KeyText.draw(random);
        own.replace(ring(key, section), hash);
        return key.text();
    }

    private KeyRing ring(KeyText key, String section) {
        return KeyRing.EMPTY.with(new KeyEntry(key.id(), section, "name", CREATED, EXPIRES, null, hash.of(key.text())));
    }

    private double refused(String reason) {
        return registry.get("weir.keys.refused").tag("reason", reason).counter().count();
    }

    private static Credential.ApiKey apiKey(String... candidates) {
        return new Credential.ApiKey(List.of(candidates));
    }

    private static Section.Key key(String id, String secret) {
        return new Section.Key(id, secret);
    }

    private static Section section(String name, Map<String, List<Section.Key>> keys) {
        return new Section(
                name,
                keys,
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of("files"));
    }
}
