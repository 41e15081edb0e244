package dev.weir.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Machines that are namespaces, as {@code bench/rehearse} has made them: {@code weir-<name>}, each with a cable to the bridge in {@code weir-net}. */
final class Network {

    private final Map<String, String> addresses;

    Network(Map<String, String> addresses) {
        this.addresses = addresses;
    }

    String address(String machine) {
        String address = addresses.get(machine);
        if (address == null) {
            throw new IllegalArgumentException(machine + " is none of " + addresses.keySet());
        }
        return address;
    }

    /** All of them. */
    String range() {
        return address("clients").replaceAll("\\d+$", "0/24");
    }

    /** What stands before a command to have it run there, in a process of the same id. */
    List<String> on(String machine) {
        return List.of("ip", "netns", "exec", "weir-" + machine);
    }

    void unplug(String machine) throws IOException {
        run("ip", "-n", "weir-net", "link", "set", machine, "down");
    }

    void plug(String machine) throws IOException {
        run("ip", "-n", "weir-net", "link", "set", machine, "up");
    }

    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
