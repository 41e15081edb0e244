package dev.weir.live;

import static dev.weir.live.LiveScene.drain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Context;
import dev.weir.event.DeviceTraces;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.Item;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveLogTest {

    private static final LiveBounds SMALL = new LiveBounds(3, 2, 5, 4, 2, 6, Duration.ofSeconds(60));

    @Test
    void nothingIsKeptWhileNobodyLooks() {
        LiveScene scene = new LiveScene();

        scene.view("shop", 1);
        scene.log.onDelivered("files", 1);

        assertThat(scene.log.isWatched()).isFalse();
        assertThat(drain(scene.log.tryWatch(LiveFilter.ALL, 0, () -> {}))).isEmpty();
        assertThat(scene.counted("weir.live.recorded")).isZero();
    }

    @Test
    void aRequestIsShownWithItsAnswerAndEachSinkStillOwesIt() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();

        scene.view("shop", 7);

        String message = drain(watcher).get(0);
        assertThat(message).matches("(?s)id: \\d+\nevent: request\ndata: \\{.*}\n\n");
        assertThat(message)
                .contains("\"time\":\"2026-01-31T12:00:00Z\",\"section\":\"shop\",\"dialect\":\"personaclick\","
                        + "\"method\":\"POST\",\"path\":\"/push\",\"status\":200,\"outcome\":\"accepted\","
                        + "\"promise\":\"fsync\",\"device\":\"dev1\",\"session\":\"ses1\",\"client\":\"203.0.113.0/24\","
                        + "\"micros\":0,\"events\":[{\"type\":\"view\",\"verdict\":\"accepted\",\"seq\":7,"
                        + "\"device\":\"dev1\",\"session\":\"ses1\",\"items\":[{\"id\":\"p7\"}],"
                        + "\"fates\":{\"files\":{\"fate\":\"pending\"},\"vendor\":{\"fate\":\"pending\"}}}]}");
    }

    @Test
    void whoIsErasedIsNotShownAnyLonger() {
        LiveScene scene = new LiveScene();
        Watcher slow = scene.watch();
        scene.view("shop", 7);
        scene.view("other", 8);
        scene.log.onDelivered("files", 7);

        scene.log.forget(new DeviceTraces("shop", "dev1"));
        scene.log.onDelivered("vendor", 7);

        assertThat(drain(slow)).singleElement().asString().contains("\"section\":\"other\"");
        assertThat(drain(scene.log.tryWatch(LiveFilter.ALL, 0, () -> {})))
                .singleElement()
                .asString()
                .contains("\"section\":\"other\"");
    }

    @Test
    void whatAnErasedPersonDoesLaterIsShown() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();
        scene.view("shop", 7);
        scene.log.forget(new DeviceTraces("shop", "dev1"));

        scene.view("shop", 9);

        assertThat(drain(watcher)).singleElement().asString().contains("\"seq\":9,");
    }

    @Test
    void aRefusalSaysWhy() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();

        scene.refuse(Rejection.UNKNOWN_PATH);

        assertThat(drain(watcher).get(0))
                .contains("\"path\":\"/*\",\"status\":404,\"outcome\":\"rejected\",\"reason\":\"unknown-path\"")
                .doesNotContain("section");
    }

    @Test
    void aFateComesAfterItsRequest() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();
        scene.view("shop", 7);
        scene.pass(Duration.ofSeconds(2));

        scene.log.onDelivered("vendor", 7);

        List<String> messages = drain(watcher);
        assertThat(messages).hasSize(2);
        assertThat(messages.get(1))
                .contains("event: fate\n")
                .contains("\"seq\":7,\"sink\":\"vendor\",\"fate\":\"delivered\",\"time\":\"2026-01-31T12:00:02Z\"}")
                .contains("\"request\":" + requestId(messages.get(0)));
    }

    @Test
    void aFateThatIsFasterThanItsRequestIsShownWithIt() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();
        scene.log.onFailure("vendor", 7, "status 500");
        scene.log.onFailure("vendor", 7, "status 503");
        scene.log.onDelivered("files", 7);

        scene.view("shop", 7);

        assertThat(drain(watcher))
                .hasSize(1)
                .first()
                .satisfies(message -> assertThat(message)
                        .contains("\"files\":{\"fate\":\"delivered\",")
                        .contains("\"failures\":2,\"reason\":\"status 503\""));
    }

    @Test
    void earlyFatesBeyondTheBoundAreForgottenAndCounted() {
        LiveScene scene = new LiveScene(SMALL);
        Watcher watcher = scene.watch();
        for (int seq = 1; seq <= 5; seq++) {
            scene.log.onDelivered("files", seq);
        }

        scene.accept("shop", 1, view("a"), view("b"));

        assertThat(scene.counted("weir.live.forgotten")).isEqualTo(1);
        assertThat(drain(watcher).get(0))
                .containsOnlyOnce("\"fate\":\"delivered\"")
                .contains("\"seq\":1,\"device\":\"dev1\",\"session\":\"ses1\",\"items\":[{\"id\":\"a\"}],"
                        + "\"fates\":{\"files\":{\"fate\":\"pending\"}");
    }

    @Test
    void eachFateSaysWhatItNeeds() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();
        scene.accept("shop", 1, view("a"), view("b"), view("c"), view("d"));

        scene.log.onSuperseded("vendor", 1, 4);
        scene.log.onDeadLetter("vendor", 2, 2, "refused", 422, "status 422");
        scene.log.onSkipped("vendor", 3);
        scene.log.onNotRouted("files", 4);

        List<String> messages = drain(watcher);
        assertThat(messages.get(1)).contains("\"fate\":\"superseded\"").contains("\"by\":4");
        assertThat(messages.get(2))
                .contains("\"fate\":\"dead-lettered\"")
                .contains("\"reason\":\"refused\",\"status\":422,\"detail\":\"status 422\"}");
        assertThat(messages.get(3)).contains("\"seq\":3,\"sink\":\"vendor\",\"fate\":\"skipped\"");
        assertThat(messages.get(4)).contains("\"seq\":4,\"sink\":\"files\",\"fate\":\"not-routed\"");
    }

    @Test
    void aRangeThatIsGivenUpIsToldOfWhatIsShown() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();
        scene.view("shop", 1);
        scene.view("shop", 2);
        scene.view("shop", 9);
        drain(watcher);

        scene.log.onDeadLetter("files", 2, Long.MAX_VALUE, "damaged", 0, "");

        assertThat(drain(watcher)).hasSize(2).noneMatch(message -> message.contains("\"seq\":1,"));
    }

    @Test
    void eventsAreNumberedInTheirOrderWithoutThoseThatCameBefore() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();
        Sighting sighting = scene.log.begin("POST", "/push", null);
        sighting.onKept(
                List.of(
                        LiveScene.envelope("shop", view("a").type()),
                        LiveScene.envelope("shop", view("c").type()),
                        LiveScene.envelope("shop", EventType.ENGAGEMENT)),
                40);
        sighting.onEvents(
                List.of(view("a"), view("b"), view("c")), List.of("superseded;by=2", "duplicate", "accepted"));
        sighting.end(200, null);

        assertThat(drain(watcher).get(0))
                .contains("\"verdict\":\"superseded;by=2\",\"seq\":40,")
                .contains("\"verdict\":\"duplicate\",\"items\":[{\"id\":\"b\"}]}")
                .contains("\"verdict\":\"accepted\",\"seq\":41,")
                .contains("\"type\":\"engagement\",\"verdict\":\"accepted\",\"seq\":42,");
    }

    @Test
    void ofALargeBatchTheFirstEventsAreShown() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();
        Event[] many = new Event[100];
        Arrays.fill(many, view("a"));

        scene.accept("shop", 1, many);

        assertThat(drain(watcher).get(0))
                .contains("\"seq\":32,")
                .doesNotContain("\"seq\":33,")
                .contains("\"eventsLeftOut\":68}");
    }

    @Test
    void aBusySectionShowsAPartAndSaysSo() {
        LiveScene scene = new LiveScene(SMALL);
        Watcher watcher = scene.watch();
        for (int i = 1; i <= 9; i++) {
            scene.view("busy", i);
        }
        scene.view("calm", 10);
        List<String> messages = drain(watcher);

        scene.pass(Duration.ofSeconds(1));
        scene.log.tick();

        assertThat(messages).hasSize(6);
        assertThat(drain(watcher))
                .singleElement()
                .asString()
                .contains("event: sampled\ndata: {\"section\":\"busy\",\"leftOut\":4}");
        assertThat(scene.counted("weir.live.left_out")).isEqualTo(4);
        assertThat(scene.counted("weir.live.recorded")).isEqualTo(6);
        scene.view("busy", 11);
        assertThat(drain(watcher)).hasSize(1);
    }

    @Test
    void aSlowWatcherIsToldHowMuchItMissed() {
        LiveScene scene = new LiveScene(new LiveBounds(100, 2, 100, 4, 2, 6, Duration.ofSeconds(60)));
        Watcher slow = scene.watch();
        for (int i = 1; i <= 10; i++) {
            scene.view("shop", i);
        }
        List<String> first = new ArrayList<>();
        first.add(new String(slow.poll(), StandardCharsets.UTF_8));
        first.add(new String(slow.poll(), StandardCharsets.UTF_8));
        scene.view("shop", 11);

        List<String> rest = drain(slow);

        assertThat(first).allMatch(message -> message.contains("event: request"));
        assertThat(rest).hasSize(6);
        assertThat(rest.get(4)).isEqualTo("event: missed\ndata: {\"leftOut\":4}\n\n");
        assertThat(rest.get(5)).contains("\"seq\":11,");
        assertThat(scene.counted("weir.live.missed")).isEqualTo(4);
    }

    @Test
    void whatIsMissedAtTheEndIsToldWithoutAnythingAfterIt() {
        LiveScene scene = new LiveScene(new LiveBounds(100, 2, 100, 4, 2, 2, Duration.ofSeconds(60)));
        Watcher slow = scene.watch();
        for (int i = 1; i <= 5; i++) {
            scene.view("shop", i);
        }

        assertThat(drain(slow)).hasSize(3).last().isEqualTo("event: missed\ndata: {\"leftOut\":3}\n\n");
    }

    @Test
    void whoComesBackSeesWhatItMissedAndWhatHasChanged() {
        LiveScene scene = new LiveScene();
        Watcher gone = scene.watch();
        scene.view("shop", 1);
        scene.view("shop", 2);
        long last = messageId(drain(gone).get(1));
        scene.log.leave(gone);
        scene.pass(Duration.ofSeconds(59));
        scene.log.onDelivered("files", 1);
        scene.view("shop", 3);

        List<String> messages = drain(scene.log.tryWatch(LiveFilter.ALL, last, () -> {}));

        assertThat(messages).hasSize(2);
        assertThat(messages.get(0)).contains("\"seq\":1,").contains("\"files\":{\"fate\":\"delivered\"");
        assertThat(messages.get(1)).contains("\"seq\":3,");
        assertThat(messageId(messages.get(1))).isGreaterThan(messageId(messages.get(0)));
    }

    @Test
    void whatWasKeptIsFreedAMinuteAfterTheLastWatcherHasGone() {
        LiveScene scene = new LiveScene();
        Watcher gone = scene.watch();
        scene.view("shop", 1);
        scene.log.leave(gone);
        scene.pass(Duration.ofSeconds(60));

        scene.log.tick();

        assertThat(scene.log.isWatched()).isFalse();
        assertThat(drain(scene.log.tryWatch(LiveFilter.ALL, 0, () -> {}))).isEmpty();
    }

    @Test
    void numbersGrowAcrossRestarts() {
        LiveScene before = new LiveScene();
        Watcher watcher = before.watch();
        before.view("shop", 1);
        long last = messageId(drain(watcher).get(0));

        LiveScene after = new LiveScene();
        after.pass(Duration.ofSeconds(1));
        LiveLog again = new LiveLog(
                LiveBounds.DEFAULT,
                LiveScene.SINKS,
                () -> Instant.parse("2026-01-31T12:00:01Z"),
                () -> 0,
                after.registry);
        Watcher other = again.tryWatch(LiveFilter.ALL, -1, () -> {});
        again.begin("GET", "/", null).end(200, null);

        assertThat(messageId(drain(other).get(0))).isGreaterThan(last);
    }

    @Test
    void aRingKeepsTheNewest() {
        LiveScene scene = new LiveScene(SMALL);
        Watcher first = scene.watch();
        for (int i = 1; i <= 5; i++) {
            scene.view("shop", i);
        }
        drain(first);
        scene.log.onDelivered("files", 1);

        List<String> kept = drain(scene.log.tryWatch(LiveFilter.ALL, 0, () -> {}));

        assertThat(kept).hasSize(3);
        assertThat(kept.get(0)).contains("\"seq\":3,");
        assertThat(drain(first)).as("fates of what has left the ring").isEmpty();
    }

    @Test
    void sectionsBeyondTheBoundShareARing() {
        LiveScene scene = new LiveScene(new LiveBounds(3, 2, 100, 4, 2, 100, Duration.ofSeconds(60)));
        scene.watch();
        for (int i = 1; i <= 4; i++) {
            scene.view("s" + i, 2 * i);
            scene.view("s" + i, 2 * i + 1);
        }
        scene.refuse(Rejection.UNKNOWN_PATH);

        List<String> kept = drain(scene.log.tryWatch(LiveFilter.ALL, 0, () -> {}));

        assertThat(kept).hasSize(8).noneMatch(message -> message.contains("\"seq\":6,"));
        assertThat(kept.get(7)).contains("unknown-path");
    }

    @Test
    void ofMoreThanMayWaitTheNewestIsBrought() {
        LiveScene scene = new LiveScene(new LiveBounds(100, 2, 100, 4, 2, 3, Duration.ofSeconds(60)));
        scene.watch();
        for (int i = 1; i <= 5; i++) {
            scene.view("shop", i);
        }

        List<String> brought = drain(scene.log.tryWatch(LiveFilter.ALL, 0, () -> {}));

        assertThat(brought).hasSize(3);
        assertThat(brought.get(0)).isEqualTo("event: missed\ndata: {\"leftOut\":3}\n\n");
        assertThat(brought.get(2)).contains("\"seq\":5,");
    }

    @Test
    void onlySoManyMayLook() {
        LiveScene scene = new LiveScene(SMALL);
        Watcher first = scene.watch();
        scene.watch();

        assertThat(scene.watch()).isNull();
        scene.log.leave(first);
        assertThat(scene.watch()).isNotNull();
        assertThat(scene.registry.get("weir.live.watchers").gauge().value()).isEqualTo(2);
    }

    @Test
    void aWatcherIsWokenOnceUntilItIsAwake() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();
        scene.view("shop", 1);
        scene.view("shop", 2);
        assertThat(scene.wakeUps).isEqualTo(1);

        drain(watcher);
        scene.view("shop", 3);

        assertThat(scene.wakeUps).isEqualTo(2);
    }

    private static Event view(String item) {
        return new Event.View(Context.EMPTY, Item.of(item));
    }

    private static long messageId(String message) {
        return Long.parseLong(message.substring(4, message.indexOf('\n')));
    }

    private static String requestId(String message) {
        int from = message.indexOf("{\"id\":") + 6;
        return message.substring(from, message.indexOf(',', from));
    }
}
