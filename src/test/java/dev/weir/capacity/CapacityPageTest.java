package dev.weir.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lease.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** {@code bench/capacity.md} has the tables that {@code bench/capacity --paper} prints, and what they are computed from. */
final class CapacityPageTest {

    private static final Path PAGE = Path.of("bench", "capacity.md");

    @Test
    void theComputedTablesAreThoseOfThePage() throws Exception {
        List<String> computed = rows(Paper.text(), row -> true);
        List<String> ofPage = rows(Files.readString(PAGE), row -> !isMeasured(row));

        assertThat(ofPage).isEqualTo(computed);
    }

    /** A constant that was changed, and not its row, would leave the page saying two things. */
    @Test
    void theMeasuredTableSaysWhatIsTakenOfIt() throws Exception {
        List<String> taken = rows(Files.readString(PAGE), CapacityPageTest::isMeasured).stream()
                .map(row -> row.substring(0, row.lastIndexOf('|')))
                .map(row -> row.substring(row.lastIndexOf('|') + 2).strip())
                .filter(cell -> cell.matches("[0-9,]+"))
                .map(cell -> cell.replace(",", ""))
                .toList();

        assertThat(taken).isEqualTo(Costs.taken());
    }

    @Test
    void nodesInVirtualTimeClaimNoMoreThanTheFormulasSay() {
        for (int nodes : Paper.NODES) {
            Shared.Outcome beyond = Shared.run(Paper.TERMS, nodes, nodes, 800, Paper.SEED + 1);
            Shared.Outcome within = Shared.run(Paper.TERMS, nodes, nodes, 400, Paper.SEED + 1);

            assertThat(beyond.claims()).as("of %s", nodes).isLessThan(Size.CLAIMS_BEYOND * nodes * 1.02);
            assertThat(within.claims()).as("of %s", nodes).isLessThan(Size.claimsWithin(nodes, 400) * 1.02);
            assertThat(beyond.excess()).as("of %s", nodes).isLessThanOrEqualTo(beyond.credit());
        }
    }

    private static List<String> rows(String markdown, Predicate<String> which) {
        return markdown.lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
                .filter(which)
                .toList();
    }

    /** Three cells; a computed table has more. */
    private static boolean isMeasured(String row) {
        return row.chars().filter(c -> c == '|').count() == 4;
    }
}
