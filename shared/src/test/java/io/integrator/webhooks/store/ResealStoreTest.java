package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.ResealStore.Step;
import io.integrator.webhooks.store.SecretStore.Secrets;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResealStoreTest {

    private static final int MANY = 100;
    private static final SecretCipher NEW_ONE_ONLY = new SecretCipher(Map.of("k2", newKey()));

    private static TestDatabase database;

    private final String integrator = database.integrator();
    private ResealStore store;
    private UUID id;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("reseal_store");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void registerOne() {
        database.rows("delete from webhook");
        id = database.webhook(integrator);
        Map<String, byte[]> both = new LinkedHashMap<>();
        both.put("k2", newKey());
        both.put("k1", new byte[32]);
        store = new ResealStore(database.pool(), new SecretCipher(both));
    }

    @Test
    void afterItTheNewKeyAloneOpensEverything() {
        SecretStore withOldKey = new SecretStore(database.pool(), TestDatabase.CIPHER);
        await(withOldKey.rotate(integrator, id, Duration.ofDays(1), Optional.of(true)));
        Secrets before = await(withOldKey.find(integrator, id)).orElseThrow();

        Step step = await(store.step(ResealStore.START, MANY));

        Secrets after = await(new SecretStore(database.pool(), NEW_ONE_ONLY).find(integrator, id))
                .orElseThrow();
        assertThat(step).isEqualTo(new Step(id, 1, 1, 1));
        assertThat(after.secret().text()).isEqualTo(before.secret().text());
        assertThat(after.ed25519().orElseThrow().bytes())
                .isEqualTo(before.ed25519().orElseThrow().bytes());
        assertThat(NEW_ONE_ONLY.open(
                        database.value(Buffer.class, "select previous_secret from webhook")
                                .getBytes(),
                        id))
                .isNotNull();
    }

    @Test
    void whatIsSealedWithTheNewKeyStaysAsItIs() {
        await(store.step(ResealStore.START, MANY));
        byte[] sealed = sealed();

        Step again = await(store.step(ResealStore.START, MANY));

        assertThat(again).isEqualTo(new Step(id, 1, 0, 0));
        assertThat(sealed()).isEqualTo(sealed);
    }

    @Test
    void stepsGoThroughAllWebhooks() {
        UUID second = database.webhook(integrator);

        Step first = await(store.step(ResealStore.START, 1));
        Step next = await(store.step(first.last(), 1));
        Step end = await(store.step(next.last(), 1));

        assertThat(first).isEqualTo(new Step(id, 1, 1, 1));
        assertThat(next).isEqualTo(new Step(second, 1, 1, 1));
        assertThat(end).isEqualTo(new Step(second, 0, 0, 0));
    }

    @Test
    void aSecretThatIsRotatedMeanwhileIsLeftAlone() {
        byte[] rotated = {1, 2, 3};
        Promise<Void> rotation = Promise.promise();
        Promise<Void> locked = Promise.promise();
        Future<Void> other = database.pool()
                .withTransaction(connection -> connection
                        .preparedQuery("update webhook set secret = $1")
                        .execute(Tuple.of(Buffer.buffer(rotated)))
                        .onSuccess(updated -> locked.complete())
                        .compose(updated -> rotation.future()));
        await(locked.future());

        Future<Step> step = store.step(ResealStore.START, MANY);
        Awaitility.await()
                .until(
                        () -> database.value(
                                Boolean.class,
                                "select exists (select from pg_locks where locktype in ('transactionid', 'tuple') and not granted)"));
        rotation.complete();
        await(other);

        assertThat(await(step)).isEqualTo(new Step(id, 1, 1, 0));
        assertThat(sealed()).isEqualTo(rotated);
    }

    @Test
    void aMasterKeyThatIsMissingIsNamed() {
        ResealStore withoutOldKey = new ResealStore(database.pool(), NEW_ONE_ONLY);

        assertThatThrownBy(() -> await(withoutOldKey.step(ResealStore.START, MANY)))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("master key 'k1', which is not set")
                .hasStackTraceContaining(id.toString());
    }

    private byte[] sealed() {
        return database.value(Buffer.class, "select secret from webhook where id = $1", id)
                .getBytes();
    }

    private static byte[] newKey() {
        byte[] key = new byte[32];
        key[0] = 2;
        return key;
    }
}
