package dev.weir.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML as a tree, read strictly: a key that is there twice is an error. */
final class Yaml {

    private Yaml() {}

    /** All documents of a file. */
    static List<Object> all(Path file) throws IOException {
        List<Object> documents = new ArrayList<>();
        load().loadAllFromString(Files.readString(file)).forEach(documents::add);
        return documents;
    }

    /** All documents of a text, each a mapping. */
    static List<Map<String, Object>> documents(String text) {
        List<Map<String, Object>> documents = new ArrayList<>();
        load().loadAllFromString(text).forEach(document -> documents.add(map(document)));
        return documents;
    }

    static Object one(String text) {
        return load().loadFromString(text);
    }

    static String text(Object tree) {
        return new Dump(DumpSettings.builder().build()).dumpToString(tree);
    }

    @SuppressWarnings("unchecked") // keys of all that is read here are texts
    static Map<String, Object> map(Object tree) {
        return (Map<String, Object>) tree;
    }

    @SuppressWarnings("unchecked") // YAML has no other elements
    static List<Object> list(Object tree) {
        return (List<Object>) tree;
    }

    private static Load load() {
        return new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    }
}
