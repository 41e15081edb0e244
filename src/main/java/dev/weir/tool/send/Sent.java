package dev.weir.tool.send;

import dev.weir.tool.JsonTree;
import dev.weir.tool.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, secrets hidden in the request.
 *
 * @param headers those of the request that were set
 * @param telling the answer's headers that tell something about the event
 */
public record Sent(
        String method,
        String url,
        Map<String, String> headers,
        String body,
        int status,
        Map<String, String> telling,
        String answer) {

    private static final int MOST_SHOWN = 4096;

    public boolean isAccepted() {
        return status >= 200 && status < 300;
    }

    /** Why it was refused, as far as the answer says, on one line. */
    public String refusal() {
        StringBuilder text = new StringBuilder("refused with ").append(status);
        String verdicts = telling.getOrDefault("weir-verdicts", telling.getOrDefault("weir-reason", ""));
        int reason = verdicts.indexOf("reason=");
        if (reason >= 0) {
            String rest = verdicts.substring(reason + "reason=".length());
            int end = rest.indexOf(',');
            text.append(" (").append(end < 0 ? rest : rest.substring(0, end)).append(')');
        }
        String message = message();
        if (message != null) {
            text.append(": ").append(PlainText.of(message));
        }
        String retry = telling.get("retry-after");
        if (retry != null) {
            text.append("; it may be tried again in ").append(retry).append(" s");
        }
        return text.toString();
    }

    /** As people read it: what went out, what came back. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("> " + method + " " + url);
        headers.forEach((name, value) -> lines.add("> " + name + ": " + value));
        if (!body.isEmpty()) {
            lines.add("> " + PlainText.of(body));
        }
        lines.add("< " + status);
        telling.forEach((name, value) -> lines.add("< " + name + ": " + PlainText.of(value)));
        if (!answer.isEmpty()) {
            lines.add("< " + PlainText.of(answer.substring(0, Math.min(answer.length(), MOST_SHOWN))));
        }
        return lines;
    }

    public String json() {
        Map<String, @Nullable Object> sent = new LinkedHashMap<>();
        sent.put("method", method);
        sent.put("url", url);
        sent.put("headers", headers);
        sent.put("body", body);
        Map<String, @Nullable Object> answered = new LinkedHashMap<>();
        answered.put("status", status);
        answered.put("headers", telling);
        answered.put("body", answer);
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("accepted", isAccepted());
        all.put("ack", telling.get("weir-ack"));
        all.put("verdicts", telling.get("weir-verdicts"));
        all.put("refusal", isAccepted() ? null : refusal());
        all.put("request", sent);
        all.put("answer", answered);
        return JsonTree.page(all);
    }

    private @Nullable String message() {
        try {
            Map<?, ?> members = JsonTree.members(JsonTree.parse(answer));
            Object message = members.containsKey("message") ? members.get("message") : members.get("error");
            return message instanceof String text ? text : null;
        } catch (IllegalArgumentException noJson) {
            return null;
        }
    }
}
