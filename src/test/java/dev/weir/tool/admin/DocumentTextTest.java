package dev.weir.tool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.tool.JsonTree;
import dev.weir.tool.TextTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentTextTest {

    @Test
    void aTableOfManyColumnsFitsATerminal() {
        String sink = "{\"name\":\"%s\",\"paces\":["
                + IntStream.range(0, 50)
                        .mapToObj(i -> "{\"section\":\"shop-" + i + "\",\"perSecond\":500}")
                        .collect(Collectors.joining(","))
                + "],"
                + IntStream.range(0, 20)
                        .mapToObj(i -> "\"someNumber" + i + "\":123456")
                        .collect(Collectors.joining(","))
                + "}";
        String document = "{\"sinks\":[" + sink.formatted("files") + "," + sink.formatted("vendor") + "]}";

        List<String> lines = DocumentText.lines(JsonTree.parse(document));

        assertThat(lines).allMatch(line -> line.length() <= 100);
        assertThat(lines).anyMatch(line -> line.contains("shop-0=500,shop-1=500,shop-2=500,shop-3=500 and 46 more"));
        assertThat(lines).filteredOn(line -> line.startsWith("  vendor  ")).hasSizeGreaterThan(2);
        assertThat(String.join("\n", lines))
                .contains("someNumber0", "someNumber19")
                .doesNotContain("{");
    }

    @Test
    void columnsThatFitStayInOneTable() {
        TextTable table = new TextTable("A", "B", "C").row("1", "2", "3");

        assertThat(table.lines(7)).containsExactly("A  B  C", "1  2  3");
        assertThat(table.lines(6)).containsExactly("A  B", "1  2", "", "A  C", "1  3");
        assertThat(table.lines(1)).containsExactly("A  B", "1  2", "", "A  C", "1  3");
        assertThat(new TextTable("A").row("1").lines(1)).containsExactly("A", "1");
    }
}
