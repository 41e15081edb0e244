package dev.weir.server;

import dev.weir.server.config.DurationText;
import dev.weir.tool.admin.AdminClient;
import dev.weir.tool.admin.AdminFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends a running Weir as SIGTERM does. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "Have a running Weir stop accepting, deliver what is owed, and end, as SIGTERM does.",
        footer = {"", "Example: ./weir drain --wait 30s"})
final class DrainCommand implements Callable<Integer> {

    private static final long LOOK_AGAIN_NANOS = 100_000_000L;

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "wait so long until it has ended; exit code 1 if it has not")
    private @Nullable String wait;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        Duration limit = wait == null ? Duration.ZERO : DurationText.parse(wait);
        if (limit == null) {
            throw new StartException(
                    Main.EXIT_USAGE, "--wait: " + wait + " (expected: " + DurationText.EXPECTED + ")", null);
        }
        boolean hasEnded = access.ask(client -> {
            client.ask("POST", "/api/drain", null);
            return limit.isZero() || hasEnded(client, limit);
        });
        if (!hasEnded) {
            throw new StartException(1, "it has not ended within " + DurationText.of(limit), null);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(limit.isZero() ? "it drains" : "it has ended");
        out.flush();
        return 0;
    }

    private static boolean hasEnded(AdminClient client, Duration limit) throws InterruptedException {
        long start = SystemTime.nanos();
        while (SystemTime.nanos() - start < limit.toNanos()) {
            try {
                client.get("/health/live");
            } catch (IOException gone) {
                return true;
            } catch (AdminFailure stillThere) {
                // It answers, whatever it says.
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return false;
    }
}
