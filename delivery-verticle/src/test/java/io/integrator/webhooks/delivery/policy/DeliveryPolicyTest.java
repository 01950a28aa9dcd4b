package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Trigger;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryPolicyTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant END = START.plusSeconds(2);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration SECOND_WAIT = Duration.ofMinutes(5);
    private static final Duration OVERLOAD = Duration.ofSeconds(60);

    private final DeliveryPolicy policy =
            new DeliveryPolicy(new RetrySchedule(List.of(FIRST_WAIT, SECOND_WAIT), 0, new Random(1)), OVERLOAD);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 206, 226, 299})
    void any2xxSettlesTheDelivery(int status) {
        Verdict verdict = policy.judge(answered(1, status, null), 0);

        assertThat(verdict.counts()).isFalse();
        assertThat(verdict.retryAt()).isEmpty();
        assertThat(verdict.waitsUntil()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {100, 199, 300, 301, 302, 304, 307, 308, 400, 401, 403, 404, 409, 410, 413, 500, 501, 505, 599, 999})
    void anyOtherStatusIsAFailureThatIsTriedAgainOnSchedule(int status) {
        Verdict verdict = policy.judge(answered(1, status, null), 0);

        assertThat(verdict).isEqualTo(new Verdict(true, Optional.of(END.plus(FIRST_WAIT)), 2, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void overloadIsGivenTheMinimum(int status) {
        Verdict verdict = policy.judge(answered(1, status, null), 0);

        assertThat(verdict).isEqualTo(new Verdict(true, Optional.of(END.plus(OVERLOAD)), 2, Optional.empty()));
    }

    @Test
    void aTimeoutIsGivenTheMinimum() {
        Verdict verdict =
                policy.judge(attempt(1, new Outcome.Unanswered(OutcomeCode.TIMEOUT, "late", Blame.SUBSCRIBER)), 0);

        assertThat(verdict.retryAt()).contains(END.plus(OVERLOAD));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "TLS", "DNS", "RESET", "BLOCKED"})
    void anyOtherFaultIsTriedAgainOnSchedule(OutcomeCode code) {
        Verdict verdict = policy.judge(attempt(1, new Outcome.Unanswered(code, "broken", Blame.SUBSCRIBER)), 0);

        assertThat(verdict).isEqualTo(new Verdict(true, Optional.of(END.plus(FIRST_WAIT)), 2, Optional.empty()));
    }

    @Test
    void theScheduleGoesBeyondTheMinimum() {
        assertThat(policy.judge(answered(2, 503, null), 0).retryAt()).contains(END.plus(SECOND_WAIT));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aLongerRetryAfterHoldsTheWholeWebhook(int status) {
        Verdict verdict = policy.judge(answered(1, status, "120"), 0);

        assertThat(verdict)
                .isEqualTo(new Verdict(true, Optional.of(END.plusSeconds(120)), 2, Optional.of(END.plusSeconds(120))));
    }

    @Test
    void aShorterRetryAfterHoldsTheWholeWebhookForAsLongAsTheSchedule() {
        Verdict verdict = policy.judge(answered(2, 429, "10"), 0);

        assertThat(verdict.retryAt()).contains(END.plus(SECOND_WAIT));
        assertThat(verdict.waitsUntil()).contains(END.plus(SECOND_WAIT));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 410, 500, 502, 504})
    void retryAfterMeansNothingWithAnotherStatus(int status) {
        assertThat(policy.judge(answered(1, status, "3600"), 0).waitsUntil()).isEmpty();
    }

    @Test
    void retryAfterMeansNothingWithASuccess() {
        assertThat(policy.judge(answered(1, 200, "3600"), 0).waitsUntil()).isEmpty();
    }

    @Test
    void aRetryAfterThatIsGarbageIsIgnored() {
        Verdict verdict = policy.judge(answered(1, 429, "soon"), 0);

        assertThat(verdict).isEqualTo(new Verdict(true, Optional.of(END.plus(OVERLOAD)), 2, Optional.empty()));
    }

    @Test
    void aRetryAfterIsCapped() {
        Verdict verdict = policy.judge(answered(1, 503, "99999999"), 0);

        assertThat(verdict.retryAt()).contains(END.plus(Duration.ofHours(24)));
    }

    @Test
    void theLastAttemptsFailureSettlesTheDeliveryAndStillCounts() {
        Verdict verdict = policy.judge(answered(3, 500, null), 0);

        assertThat(verdict.counts()).isTrue();
        assertThat(verdict.retryAt()).isEmpty();
    }

    @Test
    void theLastAttemptsRetryAfterStillHoldsTheWebhook() {
        Verdict verdict = policy.judge(answered(3, 429, "120"), 0);

        assertThat(verdict.retryAt()).isEmpty();
        assertThat(verdict.waitsUntil()).contains(END.plusSeconds(120));
    }

    @Test
    void theLastAttemptsSuccessIsASuccess() {
        assertThat(policy.judge(answered(3, 200, null), 0).counts()).isFalse();
    }

    @Property
    void whatIsOursCountsNowhereAndIsTriedSoonUnderTheSameNumber(@ForAll @IntRange(min = 1, max = 20) int number) {
        Verdict verdict =
                policy.judge(attempt(number, new Outcome.Unanswered(OutcomeCode.RESET, "ours", Blame.SENDER)), 0);

        assertThat(verdict).isEqualTo(new Verdict(false, Optional.of(END.plusMillis(200)), number, Optional.empty()));
    }

    private static Attempt answered(int number, int status, String retryAfter) {
        return attempt(number, new Outcome.Answered(status, Optional.ofNullable(retryAfter), ""));
    }

    @Test
    void aConnectionThatWentAwayIsSparedUntilItHasGoneAwayTooOften() {
        Attempt unseen = attempt(1, new Outcome.Unanswered(OutcomeCode.RESET, "closed in between", Blame.CHANCE));

        assertThat(policy.judge(unseen, 0).counts()).isFalse();
        assertThat(policy.judge(unseen, 15).counts()).isFalse();
        assertThat(policy.judge(unseen, 16).counts()).isTrue();
        assertThat(policy.judge(unseen, 16).nextNumber()).isEqualTo(2);
    }

    @Test
    void whatIsOurFaultNeverCountsAndIsTriedLessAndLessOften() {
        Attempt ours = attempt(1, new Outcome.Unanswered(OutcomeCode.RESET, "ours", Blame.SENDER));

        assertThat(policy.judge(ours, 0).retryAt()).contains(END.plusMillis(200));
        assertThat(policy.judge(ours, 3).retryAt()).contains(END.plusMillis(1_600));
        assertThat(policy.judge(ours, 1_000).retryAt()).contains(END.plusSeconds(60));
        assertThat(policy.judge(ours, 1_000).counts()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"MANUAL", "TEST"})
    void nothingFollowsFromAFailureOfWhatSomebodyAskedFor(Trigger trigger) {
        Verdict nothing = new Verdict(false, Optional.empty(), 3, Optional.empty());

        for (Outcome outcome : List.of(
                new Outcome.Answered(500, Optional.empty(), ""),
                new Outcome.Answered(410, Optional.empty(), ""),
                new Outcome.Answered(429, Optional.of("60"), ""),
                new Outcome.Unanswered(OutcomeCode.TIMEOUT, "too late", Blame.SUBSCRIBER),
                new Outcome.Unanswered(OutcomeCode.RESET, "ours", Blame.SENDER))) {
            assertThat(policy.judge(attempt(3, trigger, outcome), 100)).isEqualTo(nothing);
        }
    }

    private static Attempt attempt(int number, Outcome outcome) {
        return attempt(number, Trigger.RETRY, outcome);
    }

    private static Attempt attempt(int number, Trigger trigger, Outcome outcome) {
        Target target = new Target(
                UUID.randomUUID(), "i", "https://example.com/", Set.of(), List.of(), 1, false, false, Instant.EPOCH);
        DomainEvent event =
                new DomainEvent(UUID.randomUUID(), "i", "e", EventType.PAYMENT_CREATED, START, Buffer.buffer("{}"));
        Delivery delivery = new Delivery(target, event, number, trigger, Optional.empty());
        return new Attempt(UUID.randomUUID(), delivery, START, Duration.between(START, END), outcome);
    }
}
