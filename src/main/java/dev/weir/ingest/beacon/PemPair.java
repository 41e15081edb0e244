package dev.weir.ingest.beacon;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;

/**
 * A certificate with its chain, and its key; both PEM. Never printed.
 *
 * @param chain the server's own certificate first
 * @param key PKCS#8, PKCS#1 or SEC 1, not encrypted
 */
public record PemPair(byte[] chain, byte[] key) {

    /** What clients are shown: by the name they ask for, and the first to all others. */
    public static PemKeyCertOptions options(List<PemPair> pairs) {
        PemKeyCertOptions options = new PemKeyCertOptions();
        for (PemPair pair : pairs) {
            options.addCertValue(Buffer.buffer(pair.chain)).addKeyValue(Buffer.buffer(pair.key));
        }
        return options;
    }

    @Override
    public String toString() {
        return "PemPair";
    }
}
