package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerScannerTest {

    private final AnswerScanner answer = new AnswerScanner();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Type: a\r\nContent-Length: 12\r\nX: 99\r\n\r\n0123456789ab",
                "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\nX: y\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void anAnswerEndsWithItsLastByte(String text) {
        answer.begin(false);
        for (char c : text.substring(0, text.length() - 1).toCharArray()) {
            write(String.valueOf(c));
            assertThat(answer.isDone()).isFalse();
        }
        write(text.substring(text.length() - 1));
        assertThat(answer.isDone()).isTrue();

        answer.begin(false);
        assertThat(answer.hasBegun()).isFalse();
        write(text);
        assertThat(answer.isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 20", "transfer-encoding: chunked", "x: y"})
    void theAnswerToHeadHasNoBody(String field) {
        answer.begin(true);
        write("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n");

        assertThat(answer.isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "connection: close\r\n"})
    void whatHasNoLengthEndsWithTheConnection(String field) {
        answer.begin(false);
        write("HTTP/1.1 200 OK\r\n" + field + "\r\nabc");

        assertThat(answer.isDone()).isFalse();
    }

    private void write(String text) {
        answer.scan(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }
}
