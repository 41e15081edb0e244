package dev.weir.server;

import java.nio.file.Path;
import java.util.Map;

/** Varnish. */
final class VarnishInFrontIT extends InFrontContract {

    @Override
    String program() {
        return "varnishd";
    }

    @Override
    FrontProcess front(Path where, int weirPort) throws Exception {
        return FrontProcess.start(
                where,
                "varnish.vcl",
                Map.of("weir", Integer.toString(weirPort)),
                "varnishd",
                "-F",
                "-j",
                "none",
                "-n",
                "{dir}/v",
                "-a",
                "127.0.0.1:{port}",
                "-f",
                "{config}",
                "-s",
                "malloc,32m");
    }
}
