package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.signing.Ed25519Key;
import io.integrator.webhooks.signing.FormerSecret;
import io.integrator.webhooks.signing.SigningKey;
import io.integrator.webhooks.signing.WebhookSecret;
import io.integrator.webhooks.store.SecretStore.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SecretStoreTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Optional<Boolean> AS_IT_IS = Optional.empty();

    private static TestDatabase database;

    private final SecretStore store = new SecretStore(database.pool(), TestDatabase.CIPHER);
    private final WebhookRows rows = new WebhookRows(database);
    private final String integrator = database.integrator();
    private final UUID id = database.webhook(integrator, EventType.PAYMENT_CREATED);

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("secret_store");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void eachWebhookHasASecretOfItsOwnThatIsSealedAtRest() {
        UUID other = database.webhook(integrator);

        WebhookSecret secret = secrets().secret();

        assertThat(secret.text())
                .startsWith("whsec_")
                .isNotEqualTo(await(store.find(integrator, other))
                        .orElseThrow()
                        .secret()
                        .text());
        assertThat(texts(targetKeys())).containsExactly(secret.text());
        assertThat(sealed("secret")).doesNotContain(new String(secret.key(), ISO_8859_1));
    }

    @Test
    void anotherIntegratorsSecretsAreNotThere() {
        String other = database.integrator();
        String before = secrets().secret().text();

        assertThat(await(store.find(other, id))).isEmpty();
        assertThat(await(store.rotate(other, id, DAY, Optional.of(true)))).isEmpty();
        assertThat(secrets().secret().text()).isEqualTo(before);
    }

    @Test
    void afterARotationBothSecretsSignTheNewestFirst() {
        String before = secrets().secret().text();

        SecretStore.Rotated rotated =
                await(store.rotate(integrator, id, DAY, AS_IT_IS)).orElseThrow();

        String now = rotated.secrets().secret().text();
        Instant until = rotated.secrets().formerUntil().orElseThrow();
        assertThat(now).isNotEqualTo(before);
        assertThat(until).isEqualTo(rotated.change().changedAt().plus(DAY));
        assertThat(rotated.change().webhookId()).contains(id);
        assertThat(secrets().secret().text()).isEqualTo(now);
        assertThat(secrets().formerUntil()).contains(until);
        assertThat(texts(targetKeys())).containsExactly(now, before);
        assertThat(targetKeys()).extracting(SigningKey::until).containsExactly(Instant.MAX, until);
    }

    @Test
    void anotherRotationEndsTheSecretBeforeTheLast() {
        String first = secrets().secret().text();
        String second = rotate(DAY, AS_IT_IS).secret().text();

        String third = rotate(DAY, AS_IT_IS).secret().text();

        assertThat(texts(targetKeys())).containsExactly(third, second).doesNotContain(first);
    }

    @Test
    void withoutAnOverlapTheFormerSecretIsGoneAtOnce() {
        rotate(DAY, AS_IT_IS);

        Secrets rotated = rotate(Duration.ZERO, AS_IT_IS);

        assertThat(rotated.formerUntil()).isEmpty();
        assertThat(texts(targetKeys())).containsExactly(rotated.secret().text());
        assertThat(rows.webhook(id).getBuffer("previous_secret")).isNull();
    }

    @Test
    void afterTheOverlapOnlyTheNewSecretIsLeft() {
        Secrets rotated = rotate(DAY, AS_IT_IS);
        overlapEnded();

        assertThat(secrets().formerUntil()).isEmpty();
        assertThat(texts(targetKeys())).containsExactly(rotated.secret().text());
    }

    @Test
    void formerSecretsAreRemovedSomeTimeAfterTheirEnd() {
        UUID overlapping = database.webhook(integrator);
        await(store.rotate(integrator, overlapping, DAY, AS_IT_IS));
        rotate(DAY, AS_IT_IS);
        overlapEnded();

        int forgotten = await(SecretStore.forgetFormer(database.pool(), Instant.now()));

        assertThat(forgotten).isPositive();
        assertThat(rows.webhook(id).getBuffer("previous_secret")).isNull();
        assertThat(rows.webhook(overlapping).getBuffer("previous_secret")).isNotNull();
    }

    @Test
    void anEd25519KeySignsFromWhenItIsAskedForUntilItIsNot() {
        assertThat(secrets().ed25519()).isEmpty();

        String asked = publicKey(rotate(DAY, Optional.of(true)));
        String leftAsItIs = publicKey(rotate(DAY, AS_IT_IS));
        String askedAgain = publicKey(rotate(DAY, Optional.of(true)));

        assertThat(leftAsItIs).isEqualTo(asked);
        assertThat(askedAgain).isEqualTo(asked);
        assertThat(targetKeys())
                .hasSize(3)
                .last()
                .isInstanceOfSatisfying(
                        Ed25519Key.class, key -> assertThat(key.publicText()).isEqualTo(asked));
        assertThat(sealed("signing_key"))
                .doesNotContain(new String(secrets().ed25519().orElseThrow().bytes(), 0, 32, ISO_8859_1));

        assertThat(rotate(DAY, Optional.of(false)).ed25519()).isEmpty();
        assertThat(targetKeys()).hasSize(2).noneMatch(Ed25519Key.class::isInstance);
    }

    @Test
    void aKeyThatCannotBeOpenedMakesItsWebhookWaitAndNoOther() {
        UUID other = database.webhook(integrator);
        rotate(DAY, Optional.of(true));
        database.rows("update webhook set signing_key = secret where id = $1", id);

        assertThat(targetKeys()).isEmpty();
        assertThat(keysOf(other)).hasSize(1);
    }

    private Secrets rotate(Duration overlap, Optional<Boolean> ed25519) {
        return await(store.rotate(integrator, id, overlap, ed25519))
                .orElseThrow()
                .secrets();
    }

    private Secrets secrets() {
        return await(store.find(integrator, id)).orElseThrow();
    }

    private void overlapEnded() {
        database.rows("update webhook set previous_secret_until = now() - interval '1 ms' where id = $1", id);
    }

    private List<SigningKey> targetKeys() {
        return keysOf(id);
    }

    private List<SigningKey> keysOf(UUID webhookId) {
        return await(new TargetStore(database.pool(), TestDatabase.CIPHER).load(List.of(integrator)))
                .get(integrator)
                .stream()
                .filter(target -> target.webhookId().equals(webhookId))
                .findAny()
                .orElseThrow()
                .secrets();
    }

    private String sealed(String column) {
        return new String(rows.webhook(id).getBuffer(column).getBytes(), ISO_8859_1);
    }

    private static String publicKey(Secrets secrets) {
        return secrets.ed25519().orElseThrow().publicText();
    }

    private static List<String> texts(List<SigningKey> keys) {
        return keys.stream()
                .map(key -> key instanceof FormerSecret former ? former.secret() : (WebhookSecret) key)
                .map(WebhookSecret::text)
                .toList();
    }
}
