package dev.weir.ingest.key;

import dev.weir.dialect.Credential;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.key.ApiKeys.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose a credential is. Safe for many threads; never blocks. How long it takes depends on what was presented, and not
 * on whether a key exists or how much of a secret is right.
 */
public final class CredentialCheck {

    /** Compared where there is no secret to compare; not empty, for that would be seen at once. */
    private static final byte[] NO_SECRET = new byte[32];

    private final Map<String, Map<String, Holder>> byKey = new HashMap<>();
    private final Map<String, Map<Digest, Verified.Known>> byApiKey = new HashMap<>();
    private final Map<String, Verified.Known> byName = new HashMap<>();
    private final ApiKeys own;

    /**
     * Under a secret of this process alone: where a look-up stops tells nothing about any key, since nobody knows what a
     * guess is hashed to.
     */
    private final KeyedHash lookUp;

    /**
     * A check for these sections.
     *
     * @param apiKeyDialects the labels of the dialects whose keys are themselves the secret
     * @param own also good for those dialects
     * @param random cryptographically strong
     * @throws IllegalArgumentException if two keys of one such dialect are the same secret
     */
    public CredentialCheck(Sections sections, Set<String> apiKeyDialects, ApiKeys own, RandomGenerator random) {
        this.own = own;
        this.lookUp = HmacSha256.drawn(random);
        for (Section section : sections.all()) {
            byName.put(section.name(), new Verified.Known(section, true));
            section.keys().forEach((dialect, keys) -> {
                for (Section.Key key : keys) {
                    if (apiKeyDialects.contains(dialect)) {
                        addApiKey(dialect, section, key);
                    } else {
                        byKey.computeIfAbsent(dialect, unused -> new HashMap<>())
                                .put(key.id(), Holder.of(section, key));
                    }
                }
            });
        }
    }

    /** Whose it is, if anybody's. */
    public Verified verify(String dialect, Credential credential) {
        // The fast path: what a page sends. Every result of it was made beforehand.
        if (credential instanceof Credential.PublicKey key) {
            return verify(holder(dialect, key.id()), key.secret());
        }
        if (credential instanceof Credential.KeyWithSecret key) {
            return verifyBoth(holder(dialect, key.id()), key.secret());
        }
        return verify(dialect, (Credential.ApiKey) credential);
    }

    /** A section without a configured secret takes no secret's word: it is cut out all the same, and proves nothing. */
    private static Verified verify(@Nullable Holder holder, @Nullable String presented) {
        if (holder == null) {
            return Verified.Unknown.INSTANCE;
        }
        byte[] secret = holder.secret;
        if (presented == null || presented.isEmpty() || secret == null) {
            return holder.known;
        }
        return isEqual(presented, secret) ? holder.authenticated : holder.wrongSecret;
    }

    private static Verified verifyBoth(@Nullable Holder holder, String presented) {
        byte[] secret = holder == null ? null : holder.secret;
        boolean isRight = isEqual(presented, secret == null ? NO_SECRET : secret);
        return isRight && holder != null && secret != null ? holder.authenticated : Verified.WrongSecret.OF_NOBODY;
    }

    private Verified verify(String dialect, Credential.ApiKey credential) {
        Map<Digest, Verified.Known> configured = byApiKey.getOrDefault(dialect, Map.of());
        Refusal refusal = Refusal.UNKNOWN;
        for (String candidate : credential.candidates()) {
            Verified.Known vendors = configured.get(lookUp.of(candidate));
            if (vendors != null) {
                return vendors;
            }
            KeyEntry entry = own.authentic(candidate);
            if (entry != null) {
                Verified.Known known = byName.get(entry.section());
                KeyEntry.State state = own.state(entry);
                if (known != null && known.section().keys().containsKey(dialect) && state == KeyEntry.State.LIVE) {
                    return known;
                }
                refusal = Refusal.of(state);
            }
        }
        own.onRefused(refusal);
        return Verified.Unknown.INSTANCE;
    }

    private void addApiKey(String dialect, Section section, Section.Key key) {
        String secret = key.secret();
        if (secret == null || secret.isEmpty()) {
            throw new IllegalArgumentException("sections." + section.name() + "." + dialect + ": " + key.id()
                    + " without a key (expected: the API key that the vendor issued)");
        }
        Verified.Known known = new Verified.Known(section, true);
        Verified.Known other =
                byApiKey.computeIfAbsent(dialect, unused -> new HashMap<>()).putIfAbsent(lookUp.of(secret), known);
        if (other != null) {
            throw new IllegalArgumentException("sections." + section.name() + "." + dialect + ": " + key.id()
                    + " (expected: an API key that section " + other.section().name() + " has not as well)");
        }
    }

    private @Nullable Holder holder(String dialect, String id) {
        Map<String, Holder> holders = byKey.get(dialect);
        return holders == null ? null : holders.get(id);
    }

    /** In time that depends on the length of what was presented alone, so that is what comes first. */
    private static boolean isEqual(String presented, byte[] secret) {
        return MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), secret);
    }

    /** A configured key with everything that can be said of it. */
    private record Holder(
            byte @Nullable [] secret,
            Verified.Known known,
            Verified.Known authenticated,
            Verified.WrongSecret wrongSecret) {

        static Holder of(Section section, Section.Key key) {
            String secret = key.secret();
            return new Holder(
                    secret == null || secret.isEmpty() ? null : secret.getBytes(StandardCharsets.UTF_8),
                    new Verified.Known(section, false),
                    new Verified.Known(section, true),
                    new Verified.WrongSecret(section));
        }
    }
}
