package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassageTest {

    private static final Path DOCUMENTED = Path.of("src/test/resources/dialect/personaclick/documented-paths.txt");

    /** The pixel is Weir's own. */
    @Test
    void everyDocumentedPathIsServedAndNoOtherOfTheVendors() throws IOException {
        List<String> documented = Files.readAllLines(DOCUMENTED).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();

        assertThat(new PersonaClick().routes())
                .extracting(Route::toString)
                .filteredOn(route -> !route.equals("GET /p.gif"))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void routeOfAnySegmentIsFoundByItselfAndByWhatStandsForIt() {
        Route pattern = new Route("GET", "/recommend/*");

        assertThat(Passage.of(pattern).route()).isEqualTo(pattern);
        assertThat(Passage.of(new Route("GET", "/recommend/abc")).route()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource({"GET, /recommend", "GET, /recommend/a/b", "PUT, /recommend/a", "GET, /x", "POST, /push"})
    void whatIsNotPassedOnHasNoPassage(String method, String path) {
        assertThat(Passage.of(new Route(method, path))).isNull();
    }
}
