package dev.weir.tool.send;

/**
 * A request, ready to go.
 *
 * @param target path and query
 * @param contentType of the body; empty if there is none
 * @param authorization the header; empty if there is none
 * @param body empty if there is none
 */
public record SampleRequest(String method, String target, String contentType, String authorization, String body) {

    /** The same with another body. */
    SampleRequest with(String other) {
        String type = contentType.isEmpty() || other.startsWith("{") ? "application/json" : contentType;
        return new SampleRequest(method.equals("GET") ? "POST" : method, target, type, authorization, other);
    }
}
