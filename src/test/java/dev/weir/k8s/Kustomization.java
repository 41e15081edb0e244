package dev.weir.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * As much of kustomize as this tree needs: resources, config maps made of files, JSON patches and deletions. What it does not know is
 * an error, so that nothing is passed over.
 */
final class Kustomization {

    private static final Set<String> KNOWN = Set.of("apiVersion", "kind", "resources", "configMapGenerator", "patches");

    private final Path folder;
    private final Map<String, Object> file;
    private final List<Map<String, Object>> rendered = new ArrayList<>();

    private Kustomization(Path folder) throws IOException {
        this.folder = folder;
        this.file = Yaml.map(Yaml.all(folder.resolve("kustomization.yaml")).get(0));
    }

    /** What {@code kubectl apply -k} would send. */
    static List<Map<String, Object>> render(Path folder) throws IOException {
        Kustomization kustomization = new Kustomization(folder);
        kustomization.render();
        return kustomization.rendered;
    }

    private void render() throws IOException {
        if (!KNOWN.containsAll(file.keySet())) {
            throw new IllegalArgumentException(folder + ": " + file.keySet() + " (expected: of " + KNOWN + ")");
        }
        for (Object resource : part("resources")) {
            addAll(folder.resolve((String) resource).normalize());
        }
        for (Object generator : part("configMapGenerator")) {
            rendered.add(configMap(Yaml.map(generator)));
        }
        for (Object patch : part("patches")) {
            apply(Yaml.map(patch));
        }
    }

    private List<Object> part(String key) {
        return Yaml.list(file.getOrDefault(key, List.of()));
    }

    private void addAll(Path resource) throws IOException {
        if (Files.isDirectory(resource)) {
            rendered.addAll(render(resource));
            return;
        }
        for (Object document : Yaml.all(resource)) {
            rendered.add(Yaml.map(document));
        }
    }

    private Map<String, Object> configMap(Map<String, Object> generator) throws IOException {
        Map<String, Object> options = Yaml.map(generator.get("options"));
        if (!generator.keySet().equals(Set.of("name", "files", "options"))
                || !options.keySet().equals(Set.of("disableNameSuffixHash", "labels"))
                || !Boolean.TRUE.equals(options.get("disableNameSuffixHash"))) {
            throw new IllegalArgumentException(
                    folder + ": " + generator + " (expected: files under a name that stays, and labels)");
        }
        Map<String, Object> data = new LinkedHashMap<>();
        for (Object name : Yaml.list(generator.get("files"))) {
            Path content = folder.resolve((String) name);
            data.put(content.getFileName().toString(), Files.readString(content));
        }
        Map<String, Object> configMap = new LinkedHashMap<>();
        configMap.put("apiVersion", "v1");
        configMap.put("kind", "ConfigMap");
        configMap.put("metadata", Map.of("name", generator.get("name"), "labels", options.get("labels")));
        configMap.put("data", data);
        return configMap;
    }

    private void apply(Map<String, Object> patch) throws IOException {
        Object content = Yaml.all(folder.resolve((String) patch.get("path"))).get(0);
        if (patch.containsKey("target")) {
            Map<String, Object> target = Yaml.map(patch.get("target"));
            Map<String, Object> patched = only(target.get("kind"), target.get("name"));
            for (Object operation : Yaml.list(content)) {
                JsonPatch.apply(patched, Yaml.map(operation));
            }
            return;
        }
        Map<String, Object> deletion = Yaml.map(content);
        if (!"delete".equals(deletion.get("$patch"))) {
            throw new IllegalArgumentException(folder + ": " + patch + " (expected: a target, or $patch: delete)");
        }
        rendered.remove(
                only(deletion.get("kind"), Yaml.map(deletion.get("metadata")).get("name")));
    }

    private Map<String, Object> only(Object kind, Object name) {
        List<Map<String, Object>> found = rendered.stream()
                .filter(each -> each.get("kind").equals(kind)
                        && Yaml.map(each.get("metadata")).get("name").equals(name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    folder + ": " + kind + " " + name + ": there are " + found.size() + " (expected: 1)");
        }
        return found.get(0);
    }
}
