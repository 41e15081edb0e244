package dev.weir.dialect.personaclick;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578), in which the API reference sends messages with files and logs of chats, as
 * far as it says whose the call is. Files and fields that mean nothing to us are passed over.
 */
final class MultipartFields {

    private static final String TYPE = "multipart/form-data";
    private static final String BOUNDARY = "boundary=";

    private MultipartFields() {}

    /** The known fields as a form, or null if the content type tells of no multipart body. */
    static byte @Nullable [] asForm(Endpoint endpoint, byte[] body, @Nullable String contentType) {
        String boundary = contentType == null ? "" : boundary(contentType);
        if (boundary.isEmpty()) {
            return null;
        }
        // One character a byte: a file in it need be no text.
        String text = "\n" + new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "\n--" + boundary;
        StringBuilder form = new StringBuilder();
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            int start = at + delimiter.length();
            at = text.indexOf(delimiter, start);
            if (at >= 0) {
                append(form, endpoint, text.substring(start, at));
            }
        }
        return form.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void append(StringBuilder form, Endpoint endpoint, String part) {
        int head = part.indexOf("\r\n\r\n");
        if (head < 0) {
            return;
        }
        String name = name(part.substring(0, head));
        if (name != null && endpoint.param(name) != null) {
            String value = part.substring(head + 4);
            String whole = value.endsWith("\r") ? value.substring(0, value.length() - 1) : value;
            form.append(form.isEmpty() ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(whole, StandardCharsets.ISO_8859_1));
        }
    }

    /** The name of a field, or null where a file is sent, or no name is told. */
    private static @Nullable String name(String head) {
        int start = head.indexOf(" name=\"");
        int end = head.indexOf('"', start + 7);
        return start < 0 || end < 0 || head.contains("filename") ? null : head.substring(start + 7, end);
    }

    private static String boundary(String contentType) {
        String lowerCase = contentType.toLowerCase(Locale.ROOT);
        int at = lowerCase.indexOf(BOUNDARY);
        if (!lowerCase.startsWith(TYPE) || at < 0) {
            return "";
        }
        String rest = contentType.substring(at + BOUNDARY.length());
        int end = rest.indexOf(';');
        return (end < 0 ? rest : rest.substring(0, end)).strip().replace("\"", "");
    }
}
