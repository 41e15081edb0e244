package dev.weir.k8s;

import java.util.List;
import java.util.Map;

/** An operation of RFC 6902 on a tree of maps and lists: add, replace, remove. */
final class JsonPatch {

    private JsonPatch() {}

    static void apply(Map<String, Object> document, Map<String, Object> operation) {
        String[] path = ((String) operation.get("path")).substring(1).split("/", -1);
        Object parent = document;
        for (int i = 0; i < path.length - 1; i++) {
            parent = child(parent, unescaped(path[i]), operation);
        }
        change(parent, unescaped(path[path.length - 1]), operation);
    }

    private static void change(Object parent, String key, Map<String, Object> operation) {
        Object value = operation.get("value");
        switch ((String) operation.get("op")) {
            case "add" -> {
                if (!(parent instanceof List)) {
                    Yaml.map(parent).put(key, value);
                } else if (key.equals("-")) {
                    Yaml.list(parent).add(value);
                } else {
                    Yaml.list(parent).add(Integer.parseInt(key), value);
                }
            }
            case "replace" -> {
                child(parent, key, operation);
                if (parent instanceof List) {
                    Yaml.list(parent).set(Integer.parseInt(key), value);
                } else {
                    Yaml.map(parent).put(key, value);
                }
            }
            case "remove" -> {
                child(parent, key, operation);
                if (parent instanceof List) {
                    Yaml.list(parent).remove(Integer.parseInt(key));
                } else {
                    Yaml.map(parent).remove(key);
                }
            }
            default -> throw new IllegalArgumentException(operation + " (expected: add, replace or remove)");
        }
    }

    private static Object child(Object parent, String key, Map<String, Object> operation) {
        Object child = parent instanceof List
                ? Yaml.list(parent).get(Integer.parseInt(key))
                : Yaml.map(parent).get(key);
        if (child == null) {
            throw new IllegalArgumentException(operation + ": there is no " + key);
        }
        return child;
    }

    private static String unescaped(String token) {
        return token.replace("~1", "/").replace("~0", "~");
    }
}
