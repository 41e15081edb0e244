package dev.weir.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What the private port answers. */
public record AdminAnswer(int status, String contentType, Buffer body) {

    static final String JSON = "application/json";

    private static final JsonFactory FACTORY = new JsonFactory();

    /** 200 with a JSON document. */
    public static AdminAnswer json(String document) {
        return new AdminAnswer(200, JSON, Buffer.buffer(document));
    }

    /** 200 with a JSON document that is written here. */
    public static AdminAnswer json(Document document) {
        return json(text(document));
    }

    /** 200 with {@code {"status":"ok"}}. */
    public static AdminAnswer done() {
        return json("{\"status\":\"ok\"}");
    }

    /** An error, as every endpoint of the private port tells of one. */
    public static AdminAnswer error(int status, String message) {
        return new AdminAnswer(status, JSON, Buffer.buffer(text(json -> {
            json.writeStartObject();
            json.writeStringField("status", "error");
            json.writeStringField("message", message);
            json.writeEndObject();
        })));
    }

    private static String text(Document document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            document.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** Writes a JSON value. */
    @FunctionalInterface
    public interface Document {
        void write(JsonGenerator json) throws IOException;
    }
}
