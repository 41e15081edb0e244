package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.dialect.wire.FormReader;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever multipart body comes, what is made of it is a form of parameters that we know. */
final class MultipartFuzz {

    static Stream<byte[]> samples() {
        return Stream.of(
                        "--x\r\nContent-Disposition: form-data; name=\"shop_id\"\r\n\r\nshop\r\n--x--\r\n",
                        "--x\r\nContent-Disposition: form-data; name=\"did\"\r\n\r\n&=%\u0000\r\n--x\r\nContent-Disposition: form-data;"
                                + " name=\"file\"; filename=\"a\"\r\n\r\n--y\r\n--x--",
                        "--x--",
                        "--x\r\n\r\n\r\n--x",
                        "")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest
    void whatIsMadeOfItIsAFormOfKnownParameters(byte[] body) {
        for (Endpoint endpoint : Endpoint.values()) {
            byte[] form = MultipartFields.asForm(endpoint, body, "multipart/form-data; boundary=x");
            assertThat(form).isNotNull();
            FormReader reader = FormReader.ofBody(form);
            try {
                while (reader.next()) {
                    assertThat(endpoint.param(reader.name())).isNotNull();
                }
            } catch (RejectedException refused) {
                assertThat(refused.rejection())
                        .isIn(
                                Rejection.DUPLICATE_KEY,
                                Rejection.TOO_COMPLEX,
                                Rejection.MALFORMED_FORM,
                                Rejection.INVALID_UTF8);
            }
        }
    }
}
