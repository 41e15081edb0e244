package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The page as it is in the build; what it does is told in {@code src/test/web}, and by AdminPageBrowserIT. */
final class PageFilesTest {

    private static final int MAX_BYTES = 100_000;
    private static final int MAX_GZIPPED_BYTES = 45_000;

    private final PageFiles files = PageFiles.read();
    private final String html = files.page().toString();

    @Test
    void pageIsSmall() throws IOException {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(gzipped)) {
            gzip.write(files.page().getBytes());
        }

        assertThat(files.page().length()).isLessThan(MAX_BYTES);
        assertThat(gzipped.size()).isLessThan(MAX_GZIPPED_BYTES);
    }

    /** Both would be refused by the policy, which knows one of each by its hash. */
    @Test
    void allThatItNeedsIsInIt() {
        assertThat(html.split("<script", -1)).hasSize(2);
        assertThat(html.split("<style", -1)).hasSize(2);
        assertThat(attributes("(?:src|srcset|action|formaction|poster|data)")).isEmpty();
        assertThat(attributes("href")).allMatch(href -> href.startsWith("#") || href.startsWith("data:image/svg+xml,"));
        assertThat(attributes("(?:style|on[a-z]+)")).isEmpty();
        assertThat(html).doesNotContain("@import", "url(", "sourceMappingURL");
    }

    @Test
    void nothingTurnsTextIntoElementsOrCode() {
        assertThat(html)
                .doesNotContain(
                        "innerHTML =", "innerHTML=", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser")
                .doesNotContainPattern("\\beval\\(")
                .doesNotContain("new Function", "Function(\"");
    }

    @Test
    void whatItIsMadeWithKeepsItsLicence() {
        assertThat(html).contains("uPlot", "Leon Sorokin", "Permission is hereby granted, free of charge");
    }

    @Test
    void policyLetsNothingRunThatIsNotItsOwn() {
        assertThat(files.policy())
                .matches(
                        "default-src 'none'; script-src 'sha256-[\\w+/]{43}='; style-src 'sha256-[\\w+/]{43}='; connect-src 'self';"
                                + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    /** Values of attributes of the elements that are written out; the script makes no others of these names. */
    private List<String> attributes(String name) {
        String markup = html.replaceAll("(?s)<script>.*</script>", "").replaceAll("(?s)<style>.*</style>", "");
        Matcher matcher = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(markup);
        return matcher.results().map(each -> each.group(1)).toList();
    }
}
