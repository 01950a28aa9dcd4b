package io.integrator.webhooks.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.signing.Signer;
import io.integrator.webhooks.signing.SigningKey;
import io.integrator.webhooks.store.SecretStore.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries of a worker that has a webhook cached while its secret is rotated elsewhere. */
class RotationTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Optional<Boolean> AS_IT_IS = Optional.empty();

    private Platform platform;
    private TestSubscriber subscriber;
    private UUID webhook;

    @BeforeEach
    void start() {
        platform = new Platform();
        subscriber = platform.startSubscriber();
        webhook = platform.register("acme", subscriber.url("/hook"), EventType.PAYMENT_COMPLETED);
        platform.startWorker();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void bothSecretsSignDuringTheOverlapAndOnlyTheNewOneAfterIt() {
        Secrets first = platform.secrets.find("acme", webhook).await().orElseThrow();
        awaitSignedBy(first.secret());

        Secrets second = rotate(DAY, AS_IT_IS);
        awaitSignedBy(second.secret(), first.secret());

        Secrets third = rotate(Duration.ofMillis(500), AS_IT_IS);
        awaitSignedBy(third.secret());
    }

    @Test
    void anEd25519SignatureComesAfterTheSecretsWhenItIsAskedFor() {
        Secrets first = platform.secrets.find("acme", webhook).await().orElseThrow();
        awaitSignedBy(first.secret());

        Secrets second = rotate(DAY, Optional.of(true));
        awaitSignedBy(second.secret(), first.secret(), second.ed25519().orElseThrow());

        Secrets third = rotate(Duration.ZERO, Optional.of(false));
        awaitSignedBy(third.secret());
    }

    private Secrets rotate(Duration overlap, Optional<Boolean> ed25519) {
        return platform.secrets
                .rotate("acme", webhook, overlap, ed25519)
                .await()
                .orElseThrow()
                .secrets();
    }

    /** Publishes until a delivery is signed by just these: the news of a rotation takes a moment. */
    private void awaitSignedBy(SigningKey... keys) {
        Signer signer = new Signer(List.of(keys));
        await().until(() -> {
            String id = platform.publish(EventType.PAYMENT_COMPLETED);
            return signatureOf(signer, received(id))
                    .equals(received(id).headers().get("webhook-signature"));
        });
    }

    private TestSubscriber.Received received(String id) {
        await().until(() -> subscriber.received().stream().anyMatch(received -> id.equals(received.id())));
        return subscriber.received().stream()
                .filter(received -> id.equals(received.id()))
                .findFirst()
                .orElseThrow();
    }

    private static String signatureOf(Signer signer, TestSubscriber.Received received) {
        long timestamp = Long.parseLong(received.headers().get("webhook-timestamp"));
        return signer.sign(received.id(), timestamp, received.body().getBytes(UTF_8));
    }
}
