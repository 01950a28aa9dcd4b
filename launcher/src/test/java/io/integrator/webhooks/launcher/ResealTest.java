package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.SecretStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master key is replaced by command. */
class ResealTest {

    private static final String INTEGRATOR = "acme";
    private static final byte[] FORMER = key(1);
    private static final byte[] NEW = key(2);

    private final Vertx vertx = Vertx.vertx();
    private URI uri;
    private Pool pool;
    private UUID webhook;
    private String secret;

    @TempDir
    private Path directory;

    @BeforeEach
    void registerUnderTheFormerKey() {
        uri = URI.create(SharedBackends.get()
                .createDatabase("reseal_" + UUID.randomUUID().toString().replace("-", "")));
        Migrations.apply(uri);
        pool = Database.pool(vertx, new PostgresSettings(uri, 2, false));
        WebhookStore webhooks = new WebhookStore(
                pool, new SecretCipher(Map.of("former", FORMER)), new TimeOrderedIds(InstantSource.system()), 10);
        await(new IntegratorStore(pool).add(INTEGRATOR));
        Creation creation =
                await(webhooks.create(INTEGRATOR, "https://example.com/", List.of(EventType.PAYMENT_CREATED)));
        webhook = ((Creation.Created) creation).webhook().id();
        secret = secret("former", FORMER);
    }

    @AfterEach
    void close() {
        await(pool.close());
        await(vertx.close());
    }

    @Test
    void afterItTheFormerKeyCanBeLeftOut() throws IOException {
        Invocation invocation = reseal("new:" + base64(NEW) + ",former:" + base64(FORMER));

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        assertThat(invocation.out())
                .isEqualToIgnoringNewLines("Sealed 1 of 1 webhooks anew; all are sealed with master key new now");
        assertThat(secret("new", NEW)).isEqualTo(secret);
    }

    @Test
    void doneTwiceItChangesNothingMore() throws IOException {
        reseal("new:" + base64(NEW) + ",former:" + base64(FORMER));

        Invocation again = reseal("new:" + base64(NEW));

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).startsWith("Sealed 0 of 1 webhooks anew");
    }

    @Test
    void withoutTheFormerKeyItSaysWhichIsMissing() throws IOException {
        Invocation invocation = reseal("new:" + base64(NEW));

        assertThat(invocation.exitCode()).isEqualTo(1);
        assertThat(invocation.err())
                .contains("master key 'former', which is not set")
                .contains(webhook.toString())
                .doesNotContain(base64(NEW));
        assertThat(secret("former", FORMER)).isEqualTo(secret);
    }

    private Invocation reseal(String masterKeys) throws IOException {
        Path config = Files.writeString(
                directory.resolve("webhooks.properties"),
                "WEBHOOKS_POSTGRES_URI=" + uri + "\nWEBHOOKS_SECRETS_KEY=" + masterKeys + "\n");
        return Invocation.of("reseal", "--config", config.toString());
    }

    private String secret(String name, byte[] masterKey) {
        SecretStore store = new SecretStore(pool, new SecretCipher(Map.of(name, masterKey)));
        return await(store.find(INTEGRATOR, webhook)).orElseThrow().secret().text();
    }

    private static <T> T await(Future<T> future) {
        return Await.result(future, Duration.ofSeconds(30), "the database");
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private static byte[] key(int first) {
        byte[] key = new byte[32];
        key[0] = (byte) first;
        return key;
    }
}
