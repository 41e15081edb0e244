package dev.weir.k8s;

import dev.weir.k8s.Dockerfile.Instruction;
import dev.weir.k8s.Dockerfile.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The image's files, put together on this machine by the Dockerfile's own instructions: its shell's commands are run here as they
 * stand, with a JDK and the C library of this machine in the place of the base image's, and what the tests were built of in that of
 * the first stage; commands of the image itself are run where they see nothing else. Linux's root alone.
 */
final class LocalImage {

    private static final int LIMIT_SECONDS = 120;

    /** In a mount namespace of its own, which goes with the process. */
    private static final String BUILD_STEP = """
            root=$1; shift
            mount --rbind /proc "$root/proc"; mount --rbind /dev "$root/dev"
            exec chroot "$root" "$@"
            """;

    private static final String POD = """
            root=$1; data=$2; config=$3; user=$4; shift 4
            mount --bind "$root" "$root"
            mount --rbind /proc "$root/proc"; mount --rbind /dev "$root/dev"
            mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
            mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
            mount --bind "$data" "$root/var/lib/weir"
            mount --bind "$config" "$root/etc/weir"
            mount -o remount,bind,ro "$root/etc/weir"
            mount -o remount,bind,ro "$root"
            exec setpriv --no-new-privs chroot --userspec="$user" --groups= "$root" "$@"
            """;

    private final Dockerfile file;
    private final Path dir;
    private final Path root;

    private LocalImage(Dockerfile file, Path dir) {
        this.file = file;
        this.dir = dir;
        this.root = dir.resolve("root");
    }

    static LocalImage make(Dockerfile file, Path jdk, Path dir) throws Exception {
        LocalImage image = new LocalImage(file, dir);
        image.runByShell(file.stage("system").only("RUN"), jdk);
        for (String mountPoint : List.of("proc", "dev", "etc/weir")) {
            Files.createDirectories(image.root.resolve(mountPoint));
        }
        Files.createFile(Files.createDirectories(image.root.resolve("etc")).resolve("resolv.conf"));
        image.copyAll(file.stage("server"), image.root);
        image.archive();
        image.copyAll(file.last(), image.root);
        step(image.root, file.last().only("RUN"));
        return image;
    }

    /** What is in it. */
    Path root() {
        return root;
    }

    /** Its entry point, as a container with a read-only root has it. */
    ProcessBuilder pod(Path data, Path config, List<String> args, Map<String, String> environment) {
        List<String> command = inNamespace(POD);
        command.addAll(List.of(
                root.toString(),
                data.toString(),
                config.toString(),
                file.last().only("USER").text()));
        command.addAll(file.last().only("ENTRYPOINT").words());
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        String[] variable = file.last().only("ENV").text().split("=");
        builder.environment().put(variable[0], variable[1]);
        builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().putAll(environment);
        return builder;
    }

    private void runByShell(Instruction run, Path jdk) throws Exception {
        Path made = Files.createDirectories(dir.resolve("made"));
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", run.text()).directory(made.toFile());
        shell.environment().put("JAVA_HOME", jdk.toString());
        await(shell);
        Files.createDirectories(root);
    }

    /** In a copy that is thrown away, as a stage is. */
    private void archive() throws Exception {
        Path stage = dir.resolve("archive");
        await(new ProcessBuilder("cp", "-al", root.toString(), stage.toString()));
        step(stage, file.stage("archive").only("RUN"));
    }

    private static void step(Path root, Instruction run) throws Exception {
        List<String> command = inNamespace(BUILD_STEP);
        command.add(root.toString());
        command.addAll(run.words());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(List.of("PATH"));
        await(builder);
    }

    private void copyAll(Stage stage, Path to) throws Exception {
        for (Instruction copy : stage.all("COPY")) {
            String from = copy.words().get(0);
            Path source = source(copy.flags().get("from"), from);
            Path target = Path.of(to + copy.words().get(1));
            Files.createDirectories(Files.isDirectory(source) ? target : target.getParent());
            await(new ProcessBuilder("cp", "-a", source + (Files.isDirectory(source) ? "/." : ""), target.toString()));
            String owner = copy.flags().getOrDefault("chown", "0:0");
            if (!target.equals(to)) {
                await(new ProcessBuilder("chown", "-R", owner, target.toString()));
            }
        }
    }

    private Path source(String stage, String path) {
        return switch (stage) {
            case "system" -> dir.resolve(path.substring(1));
            case "build" -> Path.of(path.substring("/src/".length())).toAbsolutePath();
            default -> Path.of(dir.resolve(stage) + path);
        };
    }

    private static List<String> inNamespace(String script) {
        return new ArrayList<>(List.of("unshare", "--mount", "sh", "-euc", script, "sh"));
    }

    private static void await(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(builder.command() + ": " + output);
        }
    }
}
