package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import dev.weir.server.config.Dialects;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is described is what is served. */
final class OpenApiTest {

    private static final Set<String> WEIRS_OWN = Set.of("GET /health", "HEAD /health");

    private final ApiDescription described = new ApiDescription();

    @Test
    void documentHasTheShapeThatTheSpecificationGives() throws IOException {
        assertThat(described.faultsOfShape()).isEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(described.references())
                .allSatisfy(reference -> assertThat(
                                described.node(reference.substring(1)).isMissingNode())
                        .isFalse());
    }

    @Test
    void everyComponentIsReferredTo() {
        assertThat(described.references()).containsAll(described.components());
    }

    @Test
    void everyStarOfARouteIsAParameterOfItsOperation() {
        assertThat(described.operations())
                .allSatisfy((route, operation) ->
                        assertThat(operation.hasParameterIn("path")).isEqualTo(route.isPattern()));
    }

    @Test
    void everyExampleIsAsItsSchemaDescribes() {
        assertThat(described.examples()).hasSizeGreaterThan(9).allSatisfy((at, example) -> {
            String schema = at.substring(0, at.indexOf("/examples/"));
            assertThat(described.faults(schema, example)).isEmpty();
        });
    }

    @Test
    void everyTagIsExplained() {
        assertThat(described.operations().values())
                .extracting(operation -> operation.node().at("/tags/0").stringValue())
                .isSubsetOf(described.tags());
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        Stream<String> routes = Dialects.unsealed().stream()
                .flatMap(dialect -> dialect.routes().stream())
                .map(Route::toString);
        Set<String> served = Stream.concat(routes, WEIRS_OWN.stream()).collect(Collectors.toCollection(TreeSet::new));

        assertThat(described.operations().keySet().stream().map(Route::toString))
                .containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void everyOperationIsFiledUnderItsDialect() {
        for (Dialect dialect : Dialects.unsealed()) {
            assertThat(dialect.routes())
                    .allSatisfy(route -> assertThat(tag(route)).isEqualTo(dialect.label()));
        }
    }

    @Test
    void operationsHaveIdsOfTheirOwn() {
        assertThat(described.operations().values())
                .extracting(operation -> operation.node().path("operationId").stringValue())
                .doesNotHaveDuplicates();
    }

    private String tag(Route route) {
        ApiDescription.Operation operation = described.operations().get(route);
        return operation.node().at("/tags/0").stringValue();
    }
}
