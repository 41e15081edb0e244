package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminOptionsTest {

    private static final String TOKEN = "0123456789abcdef";

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "localhost", "LocalHost", "::1"})
    void loopbackNeedsNoToken(String host) {
        assertThat(new AdminOptions(host, 9090).refusal()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example", "weir.example", "1270.0.0.1"})
    void anyOtherAddressDoes(String host) {
        assertThat(new AdminOptions(host, 9090).refusal())
                .startsWith("admin.host: " + host + " (expected: a loopback address, or a token in WEIR_ADMIN_TOKEN");
        assertThat(new AdminOptions(host, 9090, TOKEN, null).refusal()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with spaces in it", "umlaut-äöü-0123456"})
    void aTokenThatCouldBeGuessedOrNotBeSentIsRefusedAndNotTold(String token) {
        assertThatThrownBy(() -> new AdminOptions("127.0.0.1", 0, token, null))
                .hasMessageStartingWith(
                        "admin.token (or WEIR_ADMIN_TOKEN): " + token.length() + " characters (expected: 16")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(token));
    }

    @Test
    void aReadTokenAloneWouldLeaveNobodyToOperate() {
        assertThatThrownBy(() -> new AdminOptions("127.0.0.1", 0, null, TOKEN))
                .hasMessageStartingWith("admin.read-token: without admin.token");
        assertThatThrownBy(() -> new AdminOptions("127.0.0.1", 0, TOKEN, TOKEN))
                .hasMessageStartingWith("admin.read-token: that of admin.token");
    }

    @Test
    void itsTextHasNoToken() {
        assertThat(new AdminOptions("127.0.0.1", 0, TOKEN, "fedcba9876543210").toString())
                .doesNotContain(TOKEN)
                .doesNotContain("fedcba9876543210");
    }
}
