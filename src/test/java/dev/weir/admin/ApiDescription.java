package dev.weir.admin;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.dialect.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The description as it is served, taken apart. */
final class ApiDescription {

    private static final String AT = "https://t.shop.example/openapi.json";
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");

    private final SchemaRegistry schemas;
    private final JsonNode document;
    private final Map<Route, Operation> operations =
            new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));

    ApiDescription() {
        String json = OpenApi.document().toString();
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(AT, json)));
        document = schemas.getSchema(SchemaLocation.of(AT)).getSchemaNode();
        for (String path : document.path("paths").propertyNames()) {
            for (String method : node("/paths/" + escaped(path)).propertyNames()) {
                if (METHODS.contains(method)) {
                    Operation operation = new Operation("/paths/" + escaped(path) + "/" + method);
                    operations.put(new Route(method.toUpperCase(Locale.ROOT), routePath(path)), operation);
                }
            }
        }
    }

    /** What the document itself has against the shape that it is to have. */
    List<String> faultsOfShape() throws IOException {
        String shape = Files.readString(Path.of("src/test/resources/dev/weir/admin/openapi-shape.json"));
        return texts(schemas.getSchema(shape, InputFormat.JSON).validate(document));
    }

    /** Every reference, once. */
    Set<String> references() {
        Set<String> references = new TreeSet<>();
        document.findValues("$ref").forEach(reference -> references.add(reference.stringValue()));
        return references;
    }

    /** How each component is referred to; security schemes are named otherwise. */
    Set<String> components() {
        Set<String> components = new TreeSet<>();
        for (String kind : document.path("components").propertyNames()) {
            if (!kind.equals("securitySchemes")) {
                document.at("/components/" + kind)
                        .propertyNames()
                        .forEach(name -> components.add("#/components/" + kind + "/" + name));
            }
        }
        return components;
    }

    /** The examples of component schemas, in JSON, by their JSON pointers. */
    Map<String, String> examples() {
        Map<String, String> examples = new TreeMap<>();
        for (String name : node("/components/schemas").propertyNames()) {
            String pointer = "/components/schemas/" + name + "/examples/";
            for (int i = 0; !node(pointer + i).isMissingNode(); i++) {
                examples.put(pointer + i, node(pointer + i).toString());
            }
        }
        return examples;
    }

    List<String> tags() {
        List<String> tags = new ArrayList<>();
        document.path("tags").forEach(tag -> tags.add(tag.path("name").stringValue()));
        return tags;
    }

    /** By method and path, a path's parameter as the star of a route. */
    Map<Route, Operation> operations() {
        return operations;
    }

    /** The operation of a request to this path. */
    Operation operation(String method, String path) {
        Operation exact = operations.get(new Route(method, path));
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        Operation found = exact != null ? exact : operations.get(new Route(method, folder + "*"));
        if (found == null) {
            throw new AssertionError(method + " " + path + " is not described");
        }
        return found;
    }

    JsonNode node(String pointer) {
        return document.at(pointer);
    }

    /** What a schema of the document, given by its JSON pointer, has against a text. */
    List<String> faults(String schemaPointer, String json) {
        Schema schema = schemas.getSchema(SchemaLocation.of(AT + "#" + schemaPointer));
        return texts(schema.validate(json, InputFormat.JSON));
    }

    static List<String> texts(List<Error> errors) {
        List<String> texts = new ArrayList<>();
        errors.forEach(error -> texts.add(error.getInstanceLocation() + ": " + error.getMessage()));
        return texts;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String routePath(String path) {
        return path.replaceAll("\\{[^}]+}$", "*");
    }

    /** One method of one path. */
    final class Operation {

        private final String pointer;

        Operation(String pointer) {
            this.pointer = pointer;
        }

        JsonNode node() {
            return ApiDescription.this.node(pointer);
        }

        boolean hasParameterIn(String place) {
            for (int i = 0; i < node().path("parameters").size(); i++) {
                String parameter = resolved(pointer + "/parameters/" + i);
                if (ApiDescription.this.node(parameter).path("in").stringValue().equals(place)) {
                    return true;
                }
            }
            return false;
        }

        boolean documents(int status) {
            return node().path("responses").has(Integer.toString(status));
        }

        /** What is wrong with an answer of this status. */
        List<String> faultsOfAnswer(int status, String body) {
            String response = resolved(pointer + "/responses/" + status);
            if (body.startsWith("<image/gif")) {
                boolean isDescribed = ApiDescription.this
                        .node(response)
                        .at("/content/image~1gif")
                        .isObject();
                return isDescribed ? List.of() : List.of("an image, where none is described");
            }
            boolean hasContent = ApiDescription.this.node(response).has("content");
            if (!hasContent && !body.isEmpty()) {
                return List.of("a body, where none is described");
            }
            if (!hasContent || (body.isEmpty() && mayBeEmpty(response))) {
                return List.of();
            }
            return faults(response + "/content/application~1json/schema", body);
        }

        /** What is wrong with a request that says this, in JSON; of what stands in several places, all of it together. */
        List<String> faultsOfRequest(String json) {
            return faults(
                    readsParametersTogether()
                            ? pointer + "/x-together"
                            : resolved(pointer + "/requestBody") + "/content/application~1json/schema",
                    json);
        }

        boolean readsParametersTogether() {
            return node().has("x-together");
        }

        boolean hasRequestSchema() {
            return readsParametersTogether() || node().has("requestBody");
        }

        private boolean mayBeEmpty(String response) {
            return ApiDescription.this.node(response).has("x-may-be-empty");
        }

        private String resolved(String at) {
            JsonNode reference = ApiDescription.this.node(at).path("$ref");
            return reference.isString() ? reference.stringValue().substring(1) : at;
        }
    }
}
