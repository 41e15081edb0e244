package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The law of the house, over random streams of requests and processes that die at random moments. A seed that fails is
 * printed, and gives the same script again; how the threads of a process take turns is theirs, and the law holds for all of
 * it.
 */
class ConservationTest {

    private static final int SEEDS = 20;
    private static final String[] OUTCOMES = {
        "status 200",
        "status 400",
        "status 401",
        "status 403",
        "status 404",
        "status 422",
        "status 429",
        "status 503",
        "accepted unheard",
        "batch kept",
        "batch kept unheard",
        "batch lost unheard",
        "batch refused",
        "carried",
        "lost unheard",
        "files dead letters",
        "files repeats",
        "vendor dead letters",
        "vendor repeats",
        "first journal file deleted"
    };

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void theBooksHoldAtEveryInstantAcrossCrashes(@ForAll long seed) throws IOException {
        run(seed, Death::random, new Census());
    }

    @ParameterizedTest
    @EnumSource
    void theBooksHoldAcrossACrashAtTheFirst(Moment moment) throws IOException {
        Census census = new Census();
        for (long seed = 1; seed <= SEEDS && census.of(Census.deathAt(moment)) < 3; seed++) {
            run(seed, script -> new Death(moment, 0), census);
        }

        assertThat(census.of(Census.deathAt(moment))).as("deaths that came").isPositive();
    }

    /** A law that is never tried holds of itself. */
    @Test
    void theSimulationMeetsEveryOutcome() throws IOException {
        Census census = new Census();
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(seed, Death::random, census);
        }

        assertThat(OUTCOMES).as("outcomes in %s", census).allMatch(outcome -> census.of(outcome) > 0);
    }

    private static void run(long seed, Function<Random, Death> deaths, Census census) throws IOException {
        try (World world = new World(seed, deaths, census)) {
            world.run();
        }
    }
}
