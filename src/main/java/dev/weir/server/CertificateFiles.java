package dev.weir.server;

import dev.weir.ingest.beacon.FrontOptions.Certificate;
import dev.weir.ingest.beacon.PemPair;
import dev.weir.server.ApiKeyFile.FileStamp;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/** The certificates on disk. A pair is read as a whole, and is none unless the key is the certificate's. */
final class CertificateFiles {

    private static final String[] KEY_TYPES = {"EC", "RSA", "EdDSA", "RSASSA-PSS"};
    private static final byte[] PROBE = {1};

    /** What a file holds at most; real chains have some KiB. */
    private static final long MAX_BYTES = 1 << 20;

    private final List<Certificate> certificates;
    private final Vertx vertx;

    CertificateFiles(List<Certificate> certificates, Vertx vertx) {
        this.certificates = certificates;
        this.vertx = vertx;
    }

    /** Which files are not there, as a start would say it. */
    static List<String> missing(List<Certificate> certificates) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < certificates.size(); i++) {
            String path = "server.tls.certificates[" + i + "]";
            addIfMissing(missing, path + ".chain", certificates.get(i).chain());
            addIfMissing(missing, path + ".key", certificates.get(i).key());
        }
        return missing;
    }

    private static void addIfMissing(List<String> missing, String path, Path file) {
        if (!Files.isReadable(file)) {
            missing.add(path + ": " + file + " (expected: a file)");
        }
    }

    List<Certificate> certificates() {
        return certificates;
    }

    /** Changes whenever one of the files does. */
    List<@Nullable FileStamp> stamp() throws IOException {
        List<@Nullable FileStamp> stamps = new ArrayList<>();
        for (Certificate certificate : certificates) {
            stamps.add(FileStamp.of(certificate.chain()));
            stamps.add(FileStamp.of(certificate.key()));
        }
        return stamps;
    }

    /**
     * All of them, in order.
     *
     * @throws IOException if one cannot be used; the message says which and why, and nothing of a key
     */
    List<Loaded> load() throws IOException {
        List<Loaded> loaded = new ArrayList<>();
        for (int i = 0; i < certificates.size(); i++) {
            Certificate certificate = certificates.get(i);
            String path = "server.tls.certificates[" + i + "]";
            PemPair pair =
                    new PemPair(read(path + ".chain", certificate.chain()), read(path + ".key", certificate.key()));
            loaded.add(check(path, certificate, pair));
        }
        return loaded;
    }

    private static byte[] read(String path, Path file) throws IOException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // A pipe would keep whoever reads it.
                throw new IOException(path + ": " + file + " (expected: a file)");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(path + ": " + file + " (expected: at most " + MAX_BYTES + " bytes)");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            throw new IOException(path + ": " + file + " (expected: a file)", none);
        }
    }

    private Loaded check(String path, Certificate certificate, PemPair pair) throws IOException {
        X509Certificate own;
        boolean fits;
        try {
            X509KeyManager manager = manager(pair);
            String alias = alias(manager);
            own = manager.getCertificateChain(alias)[0];
            fits = isPair(manager.getPrivateKey(alias), own);
        } catch (Exception unusable) {
            // Without its text, which may quote the file.
            throw new IOException(
                    path + ": " + certificate.chain() + " and " + certificate.key()
                            + " (expected: a certificate with its chain and an unencrypted key, both PEM): "
                            + unusable.getClass().getSimpleName(),
                    null);
        }
        if (!fits) {
            throw new IOException(
                    path + ".key: " + certificate.key() + " (expected: the key of " + certificate.chain() + ")");
        }
        return new Loaded(pair, own.getNotAfter().toInstant());
    }

    private X509KeyManager manager(PemPair pair) throws Exception {
        for (KeyManager manager :
                PemPair.options(List.of(pair)).getKeyManagerFactory(vertx).getKeyManagers()) {
            if (manager instanceof X509KeyManager known) {
                return known;
            }
        }
        throw new GeneralSecurityException("no key manager");
    }

    private static String alias(X509KeyManager manager) throws GeneralSecurityException {
        for (String type : KEY_TYPES) {
            String[] aliases = manager.getServerAliases(type, null);
            if (aliases != null && aliases.length > 0) {
                return aliases[0];
            }
        }
        throw new GeneralSecurityException("no key of a known type");
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(PROBE);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(PROBE);
        return verifying.verify(signature);
    }

    /** @param expires after when the certificate is no good */
    record Loaded(PemPair pair, Instant expires) {}
}
