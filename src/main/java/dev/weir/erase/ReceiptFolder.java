package dev.weir.erase;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Where receipts are kept, {@code data/erasures}, and the key by which they name whose they are. */
final class ReceiptFolder {

    private static final int KEY_BYTES = 32;

    private final Path dir;
    private final RandomGenerator random;

    ReceiptFolder(Path dir, RandomGenerator random) {
        this.dir = dir;
        this.random = random;
    }

    /** HMAC-SHA256 of who it is, in hex. */
    String hashed(Person person) throws IOException {
        String text = person.section() + "\n" + person.kind().label() + "\n" + person.value();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Named by its time, and a number where that is taken. */
    void save(Receipt receipt) throws IOException {
        String name = receipt.time().replace(":", "").replace("-", "");
        Path file = dir.resolve(name + ".json");
        for (int i = 2; Files.exists(file); i++) {
            file = dir.resolve(name + "-" + i + ".json");
        }
        PendingErasure.write(file, List.of(receipt.json()));
    }

    private byte[] key() throws IOException {
        Path file = dir.resolve("receipts.key");
        if (!Files.exists(file)) {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            PendingErasure.write(file, List.of(HexFormat.of().formatHex(key)));
        }
        return HexFormat.of().parseHex(Files.readString(file).strip());
    }
}
