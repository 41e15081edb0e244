package dev.weir.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What bench/README.md names is there. */
final class BenchReadmeTest {

    private static final Path BENCH = Path.of("bench");
    private static final Pattern SCRIPT = Pattern.compile("\\bbench/[a-z]+(?![a-z/.])");
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z]\\w+(?:Benchmark|AllocationTest)\\b");

    @Test
    void everyScriptThatIsNamedCanBeRun() throws IOException {
        List<String> scripts = named(SCRIPT).toList();

        assertThat(scripts).contains("bench/compare", "bench/guard");
        assertThat(scripts)
                .filteredOn(script -> !Files.isDirectory(Path.of(script)))
                .allSatisfy(script -> assertThat(Path.of(script)).isExecutable());
    }

    @Test
    void everyBenchmarkThatIsNamedIsThere() throws IOException {
        assertThat(classes()).containsAll(named(CLASS).toList());
    }

    @Test
    void everyBenchmarkIsNamed() throws IOException {
        Set<String> benchmarks = new TreeSet<>(classes());
        benchmarks.removeIf(name -> !name.endsWith("Benchmark"));

        assertThat(named(CLASS).toList()).containsAll(benchmarks);
    }

    private static Stream<String> named(Pattern what) throws IOException {
        return what.matcher(Files.readString(BENCH.resolve("README.md")))
                .results()
                .map(MatchResult::group)
                .distinct();
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> bench = Files.walk(BENCH);
                Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            return Stream.concat(bench, tests)
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java"))
                    .map(file -> file.substring(0, file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
