package dev.weir.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Dockerfile, read as far as ours goes; an instruction that it does not have is an error. */
record Dockerfile(List<Stage> stages) {

    static final Path FILE = Path.of("k8s", "Dockerfile");

    private static final Set<String> KNOWN =
            Set.of("FROM", "WORKDIR", "COPY", "RUN", "LABEL", "ENV", "USER", "EXPOSE", "ENTRYPOINT", "CMD");
    private static final Pattern FLAG = Pattern.compile("--([a-z]+)=(\\S+)\\s+");
    private static final Pattern FROM = Pattern.compile("(\\S+)(?: AS (\\S+))?");

    static Dockerfile read() throws IOException {
        return parse(Files.readString(FILE));
    }

    static Dockerfile parse(String text) {
        List<Stage> stages = new ArrayList<>();
        String whole = text.replaceAll("(?m)^#.*\n", "").replace("\\\n", "");
        for (String line : whole.lines().filter(each -> !each.isBlank()).toList()) {
            Instruction instruction = instruction(line);
            if (instruction.keyword().equals("FROM")) {
                Matcher from = FROM.matcher(instruction.text());
                if (!from.matches()) {
                    throw new IllegalArgumentException(line);
                }
                stages.add(new Stage(from.group(1), from.group(2), new ArrayList<>()));
            } else {
                stages.get(stages.size() - 1).instructions().add(instruction);
            }
        }
        return new Dockerfile(List.copyOf(stages));
    }

    private static Instruction instruction(String line) {
        String keyword = line.substring(0, line.indexOf(' '));
        if (!KNOWN.contains(keyword)) {
            throw new IllegalArgumentException(line + " (expected: one of " + KNOWN + ")");
        }
        String rest = line.substring(keyword.length()).strip();
        Map<String, String> flags = new TreeMap<>();
        Matcher flag = FLAG.matcher(rest);
        while (flag.lookingAt()) {
            flags.put(flag.group(1), flag.group(2));
            rest = rest.substring(flag.end());
            flag = FLAG.matcher(rest);
        }
        return new Instruction(keyword, flags, rest);
    }

    Stage stage(String name) {
        return stages.stream()
                .filter(each -> name.equals(each.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage " + name));
    }

    Stage last() {
        return stages.get(stages.size() - 1);
    }

    /** What the image itself is made by: the last stage, after those on which it rests. */
    List<Instruction> ofTheImage() {
        List<Instruction> all = new ArrayList<>();
        for (Stage stage = last(); ; stage = stage(stage.from())) {
            all.addAll(0, stage.instructions());
            if (stage.from().equals("scratch")) {
                return all;
            }
        }
    }

    /** What stands between one FROM and the next. */
    record Stage(String from, String name, List<Instruction> instructions) {

        List<Instruction> all(String keyword) {
            return instructions.stream()
                    .filter(each -> each.keyword().equals(keyword))
                    .toList();
        }

        Instruction only(String keyword) {
            List<Instruction> found = all(keyword);
            if (found.size() != 1) {
                throw new IllegalArgumentException(keyword + ": there are " + found.size() + " (expected: 1)");
            }
            return found.get(0);
        }
    }

    /** A line. */
    record Instruction(String keyword, Map<String, String> flags, String text) {

        /** Whether it is run as it stands, and by no shell. */
        boolean isExec() {
            return text.startsWith("[");
        }

        /** Its words; of the exec form, what is between the quotes. */
        List<String> words() {
            if (isExec()) {
                return Yaml.list(Yaml.one(text)).stream()
                        .map(String.class::cast)
                        .toList();
            }
            return Stream.of(text.split("\\s+")).toList();
        }
    }
}
