package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.signing.Ed25519Key;
import io.integrator.webhooks.signing.FormerSecret;
import io.integrator.webhooks.signing.Signer;
import io.integrator.webhooks.signing.SigningKey;
import io.integrator.webhooks.signing.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a lane signs with, told of a webhook's secrets once. */
class LaneSigningTest {

    private static final Instant END = Instant.parse("2026-11-24T09:30:00Z");

    private final WebhookSecret newer = WebhookSecret.generate();
    private final WebhookSecret older = WebhookSecret.generate();
    private final Ed25519Key pair = Ed25519Key.generate();
    private final UUID webhook = UUID.randomUUID();
    private final Lane lane = new Lane();

    @Test
    void theFormerSecretEndsByTheClockWithoutAnyNews() {
        Target target = target(newer, new FormerSecret(older, END), pair);

        String before = signature(lane.signer(target, END.minusMillis(1)));
        String after = signature(lane.signer(target, END));

        assertThat(before).isEqualTo(signature(new Signer(List.of(newer, older, pair))));
        assertThat(after).isEqualTo(signature(new Signer(List.of(newer, pair))));
    }

    @Test
    void aRotationIsFollowedFromTheFirstDeliveryThatKnowsOfIt() {
        Target rotated = target(newer, new FormerSecret(older, END));

        String before = signature(lane.signer(target(older), END.minusSeconds(9)));
        String after = signature(lane.signer(rotated, END.minusSeconds(8)));

        assertThat(before).isEqualTo(signature(new Signer(List.of(older))));
        assertThat(after).isEqualTo(signature(new Signer(List.of(newer, older))));
    }

    @Test
    void aSignerIsKeptAsLongAsItsKeysSign() {
        Target target = target(newer, new FormerSecret(older, END));

        Signer during = lane.signer(target, END.minusSeconds(9));
        Signer after = lane.signer(target, END);

        assertThat(lane.signer(target, END.plusSeconds(9))).isSameAs(after).isNotSameAs(during);
    }

    private static String signature(Signer signer) {
        return signer.sign("evt-1", 7, new byte[600]);
    }

    private Target target(SigningKey... keys) {
        return new Target(
                webhook, "acme", "https://example.com/", Set.of(), List.of(keys), 1, false, false, Instant.EPOCH);
    }
}
