package dev.weir.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request shows to say whose it is. Never printed: it may hold a secret. */
public sealed interface Credential {

    /**
     * A key that everybody may see, as it stands in the shop's pages. A secret may come with it, and must be right then.
     *
     * @param secret null or empty when none came
     */
    record PublicKey(String id, @Nullable String secret) implements Credential {
        @Override
        public String toString() {
            return "PublicKey[" + id + "]";
        }
    }

    /** A key that is worth nothing without its secret. Whether the key exists is not told to one who lacks the secret. */
    record KeyWithSecret(String id, String secret) implements Credential {
        @Override
        public String toString() {
            return "KeyWithSecret[" + id + "]";
        }
    }

    /**
     * A key that is itself the secret.
     *
     * @param candidates the texts of the header that may be the key, at most 4: HTTP Basic has two places for it, and some
     *     put it there without encoding
     */
    record ApiKey(List<String> candidates) implements Credential {
        public ApiKey {
            candidates = List.copyOf(candidates);
        }

        @Override
        public String toString() {
            return "ApiKey[]";
        }
    }
}
