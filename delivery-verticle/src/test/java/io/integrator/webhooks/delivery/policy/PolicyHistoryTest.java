package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Answered;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.Outcome.Unanswered;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Trigger;
import io.integrator.webhooks.settings.RetrySettings;
import io.integrator.webhooks.settings.SettingReader;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** What is decided over any history of a webhook's attempts, held against {@link WebhookModel} and against bounds. */
class PolicyHistoryTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final RetrySettings DEFAULTS = RetrySettings.read(new SettingReader(Map.of()));
    private static final Duration DAY = Duration.ofHours(24);
    private static final DisableRule RULE = new DisableRule(20, Duration.ofDays(5));

    /** An attempt, the {@code number}th of its delivery, that ends so long after the one before. */
    record Step(Duration later, int number, Outcome outcome) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Outcome> successes =
                Arbitraries.of(200, 202, 204, 299).map(status -> new Answered(status, Optional.empty(), ""));
        Arbitrary<Outcome> failures = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(400, 404, 500, 302, 502, 504).map(PolicyHistoryTest::status)),
                Tuple.of(2, overloads()),
                Tuple.of(2, unanswered(Blame.SUBSCRIBER)));
        Arbitrary<Outcome> spared =
                Arbitraries.frequencyOf(Tuple.of(4, unanswered(Blame.CHANCE)), Tuple.of(1, unanswered(Blame.SENDER)));
        Arbitrary<Outcome> gone = Arbitraries.just(status(410));
        Arbitrary<Outcome> mixed = Arbitraries.frequencyOf(
                Tuple.of(4, successes), Tuple.of(8, failures), Tuple.of(4, spared), Tuple.of(1, gone));
        Arbitrary<Outcome> failing =
                Arbitraries.frequencyOf(Tuple.of(1, successes), Tuple.of(80, failures), Tuple.of(10, spared));
        Arbitrary<Outcome> losing = Arbitraries.frequencyOf(Tuple.of(1, successes), Tuple.of(60, spared));
        return Arbitraries.oneOf(historiesOf(mixed), historiesOf(failing), historiesOf(losing));
    }

    private static Arbitrary<List<Step>> historiesOf(Arbitrary<Outcome> outcomes) {
        Arbitrary<Duration> later = Arbitraries.longs()
                .between(0, 24 * 3_600)
                .withDistribution(RandomDistribution.uniform())
                .map(Duration::ofSeconds);
        return Combinators.combine(later, Arbitraries.integers().between(1, 12), outcomes)
                .as(Step::new)
                .list()
                .ofMaxSize(60)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Outcome> overloads() {
        Arbitrary<Optional<String>> fields = Arbitraries.frequencyOf(
                Tuple.of(
                        1,
                        Arbitraries.of("", "soon", "-1", "Sun, 06 Nov 1994 08:49:37 GMT")
                                .optional()),
                Tuple.of(2, Arbitraries.longs().between(0, 200_000).map(seconds -> Optional.of(seconds.toString()))));
        return Combinators.combine(Arbitraries.of(429, 503), fields)
                .as((status, field) -> new Answered(status, field, ""));
    }

    private static Arbitrary<Outcome> unanswered(Blame blame) {
        return Arbitraries.of(OutcomeCode.TIMEOUT, OutcomeCode.CONNECT, OutcomeCode.RESET, OutcomeCode.DNS)
                .map(code -> new Unanswered(code, "", blame));
    }

    private static Outcome status(int status) {
        return new Answered(status, Optional.of("7200"), "");
    }

    @Property(tries = 500)
    void theCountTheStreakAndTheDisablingFollowThePolicy(@ForAll("histories") List<Step> history, @ForAll long seed) {
        DeliveryPolicy policy = policy(seed);
        WebhookModel model = new WebhookModel();
        int failureCount = 0;
        Instant failingSince = null;
        Optional<DisabledReason> disabled = Optional.empty();
        Instant now = START;

        for (Step step : history) {
            now = now.plus(step.later());
            Verdict verdict = policy.judge(attempt(step, now), model.lostInARow());
            boolean gone = step.outcome().code() == OutcomeCode.GONE;
            // As the database counts; where nothing changed it is not asked whether to disable.
            if (step.outcome().succeeded()) {
                failureCount = 0;
                failingSince = null;
            } else if (verdict.counts()) {
                failureCount++;
                failingSince = failingSince == null ? now : failingSince;
                disabled = disabled.isPresent() ? disabled : RULE.reasonFor(failureCount, failingSince, gone, now);
            }

            assertThat(verdict.counts()).isEqualTo(model.ended(step.outcome(), now));
            assertThat(failureCount).isEqualTo(model.failureCount());
            assertThat(failingSince).isEqualTo(model.failingSince());
            assertThat(disabled).isEqualTo(model.disabled());
        }

        Statistics.label("disabled")
                .collect(disabled.map(DisabledReason::name).orElse("no"))
                .coverage(share -> {
                    share.check("FAILURES").percentage(percent -> percent > 3);
                    share.check("GONE").percentage(percent -> percent > 3);
                });
    }

    @Property
    void anAttemptIsFollowedByTheNextWithinItsBounds(@ForAll("histories") List<Step> history, @ForAll long seed) {
        DeliveryPolicy policy = policy(seed);
        WebhookModel model = new WebhookModel();

        for (Step step : history) {
            Verdict verdict = policy.judge(attempt(step, START), model.lostInARow());
            boolean counts = model.ended(step.outcome(), START);

            if (WebhookModel.isSuccess(step.outcome())) {
                assertThat(verdict).isEqualTo(new Verdict(false, Optional.empty(), step.number(), Optional.empty()));
            } else if (!counts) {
                assertThat(verdict.nextNumber()).isEqualTo(step.number());
                assertThat(verdict.retryAt())
                        .hasValueSatisfying(
                                at -> assertThat(at).isBetween(START.plusMillis(200), START.plusSeconds(60)));
                assertThat(verdict.waitsUntil()).isEmpty();
            } else {
                compareWithSchedule(step, verdict);
            }
        }
    }

    /** Ten attempts; after each failed one its row of the schedule, 60 s after an overload, and what Retry-After asks. */
    private static void compareWithSchedule(Step step, Verdict verdict) {
        Duration least = least(step.outcome());
        assertThat(verdict.nextNumber()).isEqualTo(step.number() + 1);
        assertThat(verdict.retryAt().isPresent()).isEqualTo(step.number() < 10);
        verdict.retryAt().ifPresent(at -> {
            Duration row = DEFAULTS.schedule().get(step.number() - 1);
            assertThat(Duration.between(START, at))
                    .isBetween(longest(percent(row, 80), least), longest(percent(row, 120), least));
        });
        Optional<Duration> asked = asked(step.outcome());
        assertThat(verdict.waitsUntil().isPresent()).isEqualTo(asked.isPresent());
        Instant aDay = START.plus(Duration.ofHours(24));
        verdict.waitsUntil().ifPresent(until -> {
            Instant all = verdict.retryAt().orElse(START.plus(asked.orElseThrow()));
            assertThat(until).isEqualTo(all.isBefore(aDay) ? all : aDay);
        });
    }

    private static Duration least(Outcome outcome) {
        boolean overloaded = outcome instanceof Answered answered
                ? Set.of(429, 502, 503, 504).contains(answered.status())
                : outcome.code() == OutcomeCode.TIMEOUT;
        return longest(
                overloaded ? Duration.ofSeconds(60) : Duration.ZERO,
                asked(outcome).orElse(Duration.ZERO));
    }

    /** Only 429 and 503 ask, in numbers; a day at most. */
    private static Optional<Duration> asked(Outcome outcome) {
        return outcome instanceof Answered answered && Set.of(429, 503).contains(answered.status())
                ? answered.retryAfter()
                        .filter(field -> field.matches("[0-9]+"))
                        .map(field -> Duration.ofSeconds(Long.parseLong(field)))
                        .map(wait -> wait.compareTo(DAY) > 0 ? DAY : wait)
                : Optional.empty();
    }

    private static Duration percent(Duration row, int percent) {
        return row.multipliedBy(percent).dividedBy(100);
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static DeliveryPolicy policy(long seed) {
        return new DeliveryPolicy(
                new RetrySchedule(DEFAULTS.schedule(), DEFAULTS.jitter(), new Random(seed)),
                DEFAULTS.overloadMinimum());
    }

    private static Attempt attempt(Step step, Instant endedAt) {
        Target target = new Target(
                new UUID(0, 1), "i", "https://example.com/", Set.of(), List.of(), 1, false, false, Instant.EPOCH);
        DomainEvent event =
                new DomainEvent(new UUID(0, 2), "i", "e", EventType.PAYMENT_CREATED, START, Buffer.buffer("{}"));
        Delivery delivery = new Delivery(target, event, step.number(), Trigger.RETRY, Optional.empty());
        return new Attempt(new UUID(0, 3), delivery, endedAt.minusSeconds(2), Duration.ofSeconds(2), step.outcome());
    }
}
