package dev.weir.connection;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The last answer of an HTTP/1.1 connection, or of one stream of HTTP/2. Nobody changes what is in it.
 *
 * @param fields lines such as {@code vary: origin}, names lower case; nothing of a client's may stand in them but what has no
 *     control characters
 */
public record ClosingAnswer(int status, List<String> fields, byte[] json) {

    /** All of it as bytes. */
    byte[] overHttp1() {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(HttpResponseStatus.valueOf(status))
                .append(
                        "\r\nconnection: close\r\ncache-control: no-store\r\ncontent-type: application/json\r\ncontent-length: ")
                .append(json.length)
                .append("\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        byte[] lines = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[lines.length + json.length];
        System.arraycopy(lines, 0, all, 0, lines.length);
        System.arraycopy(json, 0, all, lines.length, json.length);
        return all;
    }
}
