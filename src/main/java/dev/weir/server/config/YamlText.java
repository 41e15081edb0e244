package dev.weir.server.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.FailsafeScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/** YAML 1.2 in which every scalar stays the text that was written: an id such as 0012 or 12e4 is no number. */
final class YamlText {

    private YamlText() {}

    /** Maps, lists and texts; null for a document or a value that was left empty. */
    static @Nullable Object parse(String source, String text) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setSchema(new TextSchema())
                .setAllowDuplicateKeys(false)
                // An alias to a list or mapping could hold itself.
                .setMaxAliasesForCollections(0)
                .build();
        try {
            return new Load(settings).loadFromString(text);
        } catch (StackOverflowError nested) {
            throw new ConfigException(source + ": nested too deeply (expected: what a config needs)");
        } catch (YamlEngineException malformed) {
            throw new ConfigException(source + ": not YAML (expected: YAML 1.2): " + problem(malformed));
        }
    }

    /** On one line; what the library says has several, with a picture. */
    private static String problem(YamlEngineException malformed) {
        if (malformed instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent()) {
            Mark mark = marked.getProblemMark().get();
            return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": " + marked.getProblem();
        }
        return String.valueOf(malformed.getMessage()).replaceAll("\\s+", " ").strip();
    }

    private static final class TextSchema implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return new FailsafeScalarResolver();
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of(Tag.NULL, node -> null);
        }
    }
}
