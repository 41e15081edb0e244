package dev.weir.ingest.asset;

import java.util.Map;

/** Files of a test's own, whatever the build has. */
public final class AssetsFixture {

    private AssetsFixture() {}

    /**
     * These files, and the demo.
     *
     * @param script weir.js, weir.js.gz and weir.js.br by these names
     */
    public static Assets of(Map<String, byte[]> script, Map<String, byte[]> demo) {
        return new Assets(new AssetOptions("/js/a.js", true), script::get, demo, () -> "{}");
    }
}
