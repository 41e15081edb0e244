package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.key.ApiKeys;
import dev.weir.ingest.key.CredentialCheck;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The config changes between requests, and never within one. */
class IntakeRulesTest {

    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"key\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";

    private final Dialect dialect = new PersonaClick();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Sections with = Sections.of(List.of(shop("https://shop.example")));
    private final Sections without = Sections.of(List.of());
    private final Deque<IntakeRules> inForce = new ArrayDeque<>();

    @Test
    void aRequestGoesByTheRulesThatItFoundToItsEnd() {
        inForce.add(rules(with));

        // A second look would find nothing, and fail.
        assertThat(push()).isEqualTo(200);
        assertThat(inForce).isEmpty();
    }

    @Test
    void theNextRequestGoesByTheNextRules() {
        inForce.add(rules(with));
        inForce.add(rules(without));
        inForce.add(rules(with));

        assertThat(List.of(push(), push(), push())).containsExactly(200, 404, 200);
    }

    private int push() {
        IntakeParts parts = IntakeFixture.parts(
                with,
                new CountingJournal(),
                new NoUpstreams(),
                new IntakeMeters(new SimpleMeterRegistry(), List.of(dialect.label()), with),
                registry);
        Intake intake = new Intake(new IntakeParts(
                inForce::remove,
                parts.limits(),
                parts.identities(),
                parts.recentKeys(),
                parts.seenSessions(),
                parts.state(),
                parts.upstreams(),
                parts.journal(),
                parts.meters()));
        int[] status = new int[1];
        intake.accept(
                OpenIntake.push(dialect, VIEW),
                reply -> status[0] = reply.answer().status());
        return status[0];
    }

    private IntakeRules rules(Sections sections) {
        Random random = new Random(1);
        return IntakeRules.of(
                new CredentialCheck(sections, Set.of(), new ApiKeys(InstantSource.system(), random, registry), random),
                sections,
                Crawlers.knownAnd(List.of()));
    }

    private static Section shop(String origin) {
        return new Section(
                        "shop",
                        Map.of("personaclick", List.of(new Section.Key("key", null))),
                        Section.Reading.LENIENT,
                        Section.Answers.HELPFUL,
                        Section.Limit.DEFAULT,
                        Section.Identity.DEFAULT,
                        List.of("files"))
                .with(new Section.Web(List.of(origin), Section.Addresses.FULL, Section.Bots.DEFAULT));
    }
}
