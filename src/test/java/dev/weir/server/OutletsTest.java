package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.relay.OutletOptions;
import dev.weir.relay.deadletter.DeadLetters;
import dev.weir.relay.fake.FakeDeadLetters;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Sink;
import dev.weir.relay.sink.file.FileSinkOptions;
import dev.weir.server.config.SinkConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OutletsTest {

    private final List<FakeSink> opened = new ArrayList<>();

    @Test
    void whenASinkCannotBeOpenedThoseBeforeItAreClosed() {
        Function<SinkConfig, Sink> secondFails = config -> config.name().equals("second") ? fail(config) : open(config);

        assertThatThrownBy(() -> Outlets.open(configs(), secondFails, config -> new FakeDeadLetters()))
                .hasMessage("second");

        assertThat(opened).hasSize(1).allMatch(FakeSink::isClosed);
    }

    @Test
    void whenDeadLettersCannotBeOpenedTheirSinkIsClosedToo() {
        Function<SinkConfig, DeadLetters> secondFails =
                config -> config.name().equals("second") ? fail(config) : new FakeDeadLetters();

        assertThatThrownBy(() -> Outlets.open(configs(), this::open, secondFails))
                .hasMessage("second");

        assertThat(opened).hasSize(2).allMatch(FakeSink::isClosed);
    }

    @Test
    void whenAllCanBeOpenedNoneIsClosed() {
        Outlets.open(configs(), this::open, config -> new FakeDeadLetters());

        assertThat(opened).hasSize(2).noneMatch(FakeSink::isClosed);
    }

    private Sink open(SinkConfig config) {
        FakeSink sink = new FakeSink(config.name(), Sink.Order.DEVICE, 1);
        opened.add(sink);
        return sink;
    }

    private static <T> T fail(SinkConfig config) {
        throw new IllegalStateException(config.name());
    }

    private static List<SinkConfig> configs() {
        return List.of(config("first"), config("second"));
    }

    private static SinkConfig config(String name) {
        return new SinkConfig.File(FileSinkOptions.of(name, Path.of("unused")), OutletOptions.UNPACED);
    }
}
