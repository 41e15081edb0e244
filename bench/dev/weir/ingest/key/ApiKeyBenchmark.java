package dev.weir.ingest.key;

import dev.weir.dialect.Credential;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to find whose a request is; and whether a Mac is worth keeping for each thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApiKeyBenchmark {

    private static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final HmacSha256 hash = HmacSha256.drawn(random);
    private final KeyText key = KeyText.draw(random);
    private final Credential page = new Credential.PublicKey("page", null);
    private final Credential server = new Credential.KeyWithSecret("app", "a-secret-of-the-vendors");
    private final Credential vendors = new Credential.ApiKey(List.of("a-key-that-the-vendor-issued"));
    private final Credential own = new Credential.ApiKey(List.of(key.text()));
    private final Credential unknown =
            new Credential.ApiKey(List.of(KeyText.draw(random).text()));
    private CredentialCheck check;

    @Setup
    public void openAShop() {
        Section shop = new Section(
                "shop",
                Map.of(
                        "personaclick", List.of(new Section.Key("page", null)),
                        "pureclarity", List.of(new Section.Key("app", "a-secret-of-the-vendors")),
                        "pagent", List.of(new Section.Key("main", "a-key-that-the-vendor-issued"))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of());
        ApiKeys keys = new ApiKeys(InstantSource.fixed(CREATED), random, new SimpleMeterRegistry());
        keys.replace(
                KeyRing.EMPTY.with(new KeyEntry(
                        key.id(), "shop", "n", CREATED, CREATED.plusSeconds(1), null, hash.of(key.text()))),
                hash);
        check = new CredentialCheck(Sections.of(List.of(shop)), Set.of("pagent"), keys, random);
    }

    @Benchmark
    public Object publicKey() {
        return check.verify("personaclick", page);
    }

    @Benchmark
    public Object keyWithSecret() {
        return check.verify("pureclarity", server);
    }

    @Benchmark
    public Object vendorsApiKey() {
        return check.verify("pagent", vendors);
    }

    @Benchmark
    public Object ownApiKey() {
        return check.verify("pagent", own);
    }

    @Benchmark
    public Object unknownApiKey() {
        return check.verify("pagent", unknown);
    }

    @Benchmark
    public Object hashWithTheMacOfTheThread() {
        return hash.of(key.text());
    }

    @Benchmark
    public Object hashWithAMacOfItsOwn() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        return mac.doFinal(key.text().getBytes(StandardCharsets.UTF_8));
    }
}
