package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.GoldenCase;
import dev.weir.server.config.Dialects;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is described holds of every golden request and of its answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiGoldenTest {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final ApiDescription described = new ApiDescription();

    List<GoldenCase> pairs() {
        return Dialects.unsealed().stream()
                .map(Dialect::label)
                .flatMap(label -> GoldenCase.of(label).stream())
                .toList();
    }

    Stream<GoldenCase> takenPairs() {
        return pairs().stream()
                .filter(pair -> !pair.isRefused() && operation(pair).hasRequestSchema());
    }

    @ParameterizedTest
    @MethodSource("takenPairs")
    void requestThatIsTakenIsAsDescribed(GoldenCase pair) {
        assertThat(faultsOfRequest(pair)).as(request(pair)).isEmpty();
    }

    /** A schema cannot tell how a number is written, nor what else a text holds. */
    @Test
    void requestThatIsRefusedForWhatItSaysIsNotAsDescribed() {
        Stream<GoldenCase> refused = pairs().stream()
                .filter(GoldenCase::isRefused)
                .filter(pair -> isForWhatItSays(pair) && isLenient(pair) && isJson(pair.body()));

        assertThat(refused.filter(pair -> faultsOfRequest(pair).isEmpty()))
                .extracting(GoldenCase::toString)
                .containsExactlyInAnyOrder(
                        "refused/revenue-decimal-zero.http",
                        "refused/revenue-exponent.http",
                        "refused/secret-in-text.http",
                        "refused/secret-in-url.http");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void answerHasADescribedStatus(GoldenCase pair) {
        assertThat(operation(pair).documents(pair.status())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void answerIsAsDescribed(GoldenCase pair) {
        assertThat(operation(pair).faultsOfAnswer(pair.status(), pair.answer()))
                .as(pair.answer())
                .isEmpty();
    }

    private List<String> faultsOfRequest(GoldenCase pair) {
        return operation(pair).faultsOfRequest(request(pair));
    }

    private String request(GoldenCase pair) {
        return operation(pair).readsParametersTogether() ? MergedParameters.of(pair) : pair.body();
    }

    private ApiDescription.Operation operation(GoldenCase pair) {
        return described.operation(pair.method(), pair.target().split("\\?", 2)[0]);
    }

    /** Not for who sends it, nor for how it is written. */
    private static boolean isForWhatItSays(GoldenCase pair) {
        boolean isPagent =
                pair.target().endsWith("/conversions") || pair.target().endsWith("/conversions/bulk");
        return pair.status() == (isPagent ? 400 : 422);
    }

    private static boolean isLenient(GoldenCase pair) {
        return !pair.request().contains("\n@reading strict\n");
    }

    private static boolean isJson(String body) {
        try (JsonParser parser = STRICT.createParser(body)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.hasCurrentToken() && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
