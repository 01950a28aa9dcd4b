package io.integrator.webhooks.delivery.policy;

import io.integrator.webhooks.domain.DisabledReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a webhook is disabled ({@code policy.md}: auto-disable, 410).
 *
 * @param failures how many consecutive failures it takes
 * @param age      how old the streak must be as well; zero counts failures only
 */
public record DisableRule(int failures, Duration age) {

    /**
     * Why to disable a webhook, if it is to be.
     *
     * @param failureCount as the transaction that recorded the attempts returned it
     * @param failingSince when the streak began; null when the count is 0
     * @param gone         whether the webhook's subscriber answered 410
     */
    public Optional<DisabledReason> reasonFor(int failureCount, Instant failingSince, boolean gone, Instant now) {
        if (gone) {
            return Optional.of(DisabledReason.GONE);
        }
        boolean failedEnough = failureCount >= failures;
        boolean longEnough = failingSince != null && !failingSince.plus(age).isAfter(now);
        return failedEnough && longEnough ? Optional.of(DisabledReason.FAILURES) : Optional.empty();
    }
}
