package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.weir.admin.ApiDescription.Operation;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault is enough: the schemas are not such that everything is as described. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiFaultTest {

    private final ApiDescription described = new ApiDescription();

    /** A path that is posted to, a request that is as described, and what of it is put in place of what. */
    static Stream<Arguments> faults() {
        String push = "{\"shop_id\":\"s\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";
        String serverside =
                "{\"appId\":\"a\",\"secretKey\":\"k\",\"events\":[{\"name\":\"product_view\",\"data\":{\"id\":1}}]}";
        String v1 =
                "{\"events\":[{\"name\":\"n\",\"properties\":{\"eventType\":\"add-to-cart-v1\",\"productId\":\"1\"}}]}";
        String v2 = "{\"data\":[{\"type\":\"sync-cart-v1\",\"cart\":[{\"productId\":\"1\"}]}]}";
        String choose = "{\"data\":[{\"selector\":\"s\"}]}";
        String bulk = "{\"events\":[{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"c\"},"
                + "\"revenue\":999}]}";
        return Stream.of(
                arguments("/push", push, "\"shop_id\":\"s\",", ""),
                arguments("/push", push, "\"shop_id\":\"s\"", "\"shop_id\":7"),
                arguments("/push", push, "\"event\":\"view\",", ""),
                arguments("/push", push, "\"view\"", "\"viewed\""),
                arguments("/push", push, ",\"items\":[{\"id\":\"1\"}]", ""),
                arguments("/push", push, "{\"id\":\"1\"}", "{\"id\":\"\"}"),
                arguments("/push", push, "\"view\",\"items\":[{\"id\":\"1\"}]", "\"cart\",\"full_cart\":0"),
                arguments("/push", push, "\"view\"", "\"search\""),
                arguments("/api/serverside", serverside, "\"appId\":\"a\",", ""),
                arguments("/api/serverside", serverside, "\"secretKey\":\"k\",", ""),
                arguments("/api/serverside", serverside, "\"name\":\"product_view\",", ""),
                arguments("/api/serverside", serverside, "{\"id\":1}", "{}"),
                arguments("/ssapi/event", v1, "\"productId\":\"1\"", "\"productId\":null"),
                arguments(
                        "/ssapi/event",
                        v1,
                        "\"name\":\"n\",\"properties\":{\"eventType\":\"add-to-cart-v1\",",
                        "\"a\":{"),
                arguments("/v2/event", v2, ",\"cart\":[{\"productId\":\"1\"}]", ""),
                arguments("/v2/event", v2, "\"productId\":\"1\"", "\"productId\":\"1\",\"quantity\":\"many\""),
                arguments("/v2/event", v2, "{\"data\"", "{\"events\":[{\"type\":\"t\"}],\"data\""),
                arguments("/v2/choose", choose, "{\"selector\":\"s\"}", ""),
                arguments("/v2/choose", choose, "\"selector\"", "\"selectors\""),
                arguments("/v2/conversions/bulk", bulk, "\"user_id\":\"u\"", "\"user_id\":null"),
                arguments("/v2/conversions/bulk", bulk, "999", "9.99"),
                arguments("/v2/conversions/bulk", bulk, bulk, "{\"events\":[]}"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void requestIsAsDescribedBeforehand(String path, String request, String sound, String faulty) {
        assertThat(described.operation("POST", path).faultsOfRequest(request)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void requestWithOneFaultIsNotAsDescribed(String path, String request, String sound, String faulty) {
        String changed = request.replace(sound, faulty);

        assertThat(changed).isNotEqualTo(request);
        assertThat(described.operation("POST", path).faultsOfRequest(changed)).isNotEmpty();
    }

    @Test
    void cartIsNotClearedOfNobody() {
        Operation clear = described.operation("DELETE", "/products/cart/clear");

        assertThat(clear.faultsOfRequest("{\"shop_id\":\"s\",\"email\":\"jane@example.com\"}"))
                .isNotEmpty();
    }

    @Test
    void refusalThatSaysNothingIsNotAsDescribed() {
        assertThat(described.operation("POST", "/v1/conversions").faultsOfAnswer(400, "{\"error\":\"\"}"))
                .isNotEmpty();
    }

    @Test
    void sessionWithAMessageIsNotAsDescribed() {
        assertThat(described
                        .operation("GET", "/init")
                        .faultsOfAnswer(200, "{\"did\":\"d\",\"seance\":\"s\",\"message\":\"welcome\"}"))
                .isNotEmpty();
    }
}
