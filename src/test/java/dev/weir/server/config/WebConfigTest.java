package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Envelope.Bot;
import dev.weir.event.Section;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A section's dealings with browsers, as the config says them. */
final class WebConfigTest {

    @Test
    void whatIsSaidIsTaken() throws Exception {
        Section section = section("""
                web: {origins: ['https://shop.example', 'https://*.shop.example'], bots: {fate: divert, sink: bots}}
                    identity: {cookie: {host-prefix: true, same-site: None, partitioned: true}}""");

        assertThat(section.web().origins()).containsExactly("https://shop.example", "https://*.shop.example");
        assertThat(section.identity().cookie().hostPrefix()).isTrue();
        assertThat(section.identity().cookie().domain()).isNull();
        assertThat(section.gives("files", Bot.NONE)).isTrue();
        assertThat(section.gives("bots", Bot.NONE)).isFalse();
        assertThat(section.gives("files", Bot.CRAWLER)).isFalse();
        assertThat(section.gives("bots", Bot.PREFETCH)).isTrue();
        assertThat(section.mayGive("bots")).isTrue();
    }

    @Test
    void aSinkOfBotsAloneMaySpeakTheSectionsDialectWithoutSayingSo() throws Exception {
        WeirConfig config = read("web: {bots: {fate: divert, sink: vendor}}");

        SinkConfig.Http vendor = (SinkConfig.Http) config.sinks().get(2);
        assertThat(vendor.options().dialects()).containsExactly("personaclick");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
            web: {origins: ['https://Shop.example']}           | sections[0].web.origins: https://Shop.example (expected: an origin as browsers write it
            web: {origins: ['https://shop.example/']}          | sections[0].web.origins: https://shop.example/ (expected: an origin as browsers write it
            web: {origins: ['null']}                           | sections[0].web.origins: null (expected: an origin as browsers write it
            web: {origins: ['https://a.example', 'https://a.example']} | sections[0].web.origins: https://a.example (expected: each name once)
            web: {bots: {fate: divert}}                        | sections[0].web.bots.sink: null (expected: one of files, bots, vendor)
            web: {bots: {fate: divert, sink: nowhere}}         | sections[0].web.bots.sink: nowhere (expected: one of files, bots, vendor)
            web: {bots: {fate: drop, sink: bots}}              | sections[0].web.bots.sink: bots (expected: left out, unless fate is divert)
            identity: {cookie: {host-prefix: true, secure: false}} | sections[0].identity.cookie.secure: false (expected: true, because browsers drop __Host- without Secure)
            identity: {cookie: {host-prefix: true, domain: shop.example}} | sections[0].identity.cookie.domain: shop.example (expected: none, because browsers drop __Host- with a Domain)
            identity: {cookie: {domain: .shop.example}}        | sections[0].identity.cookie.domain: .shop.example (expected: a domain that this server's host is in
            identity: {cookie: {same-site: None, secure: false}} | sections[0].identity.cookie.secure: false (expected: true, because browsers drop SameSite=None without Secure)
            """)
    void whatBrowsersWouldNotHeedIsTold(String option, String message) {
        assertThatThrownBy(() -> read(option.strip()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("weir.yaml: " + message);
    }

    private static Section section(String options) throws ConfigException {
        return read(options).sections().all().get(0);
    }

    private static WeirConfig read(String options) throws ConfigException {
        return new ConfigReader(Map.of()).read("weir.yaml", """
                sinks:
                  - {name: files, type: file, dir: events}
                  - {name: bots, type: file, dir: bots}
                  - {name: vendor, type: http, url: 'https://vendor.example'}
                sections:
                  - name: shop
                    personaclick: [{shop-id: shop}]
                    sinks: [files]
                    %s
                """.formatted(options));
    }
}
