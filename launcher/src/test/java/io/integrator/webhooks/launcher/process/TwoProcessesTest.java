package io.integrator.webhooks.launcher.process;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process that is the API and one that delivers, on the same Postgres and Kafka, are one service. Both run as a role that owns
 * nothing; its owner has migrated the schema.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoProcessesTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    /** As its owner sees it, and as the service does. */
    private static TestDatabase owned;

    private static TestDatabase database;
    private static EventTopic topic;
    private static PlatformIssuer issuer;
    private static Map<String, String> apiSettings;
    private static Map<String, String> deliverySettings;
    private static ServiceProcess api;
    private static ServiceProcess delivery;

    private final String integrator = "integrator-" + UUID.randomUUID();
    private Subscriber subscriber;
    private Api client;

    @BeforeAll
    static void start(@TempDir Path directory) {
        owned = TestDatabase.fresh();
        database = owned.asItsOwnRole();
        migrateFor(database.role());
        topic = EventTopic.fresh();
        issuer = PlatformIssuer.in(directory);
        apiSettings = ServeSettings.api(database, issuer);
        apiSettings.put("WEBHOOKS_POSTGRES_MIGRATE", "false");
        deliverySettings = ServeSettings.delivery(database, topic);
        deliverySettings.put("WEBHOOKS_POSTGRES_MIGRATE", "false");
        deliverySettings.put("WEBHOOKS_WORKER_UNSETTLED_ALARM", "2s");
        api = ServiceProcess.start(PROCESSES, "api", apiSettings);
        delivery = ServiceProcess.start(PROCESSES, "delivery", deliverySettings);
        api.awaitReady();
        delivery.awaitReady();
    }

    private static void migrateFor(String role) {
        CommandProcess migrate =
                PROCESSES.start(Map.of("WEBHOOKS_POSTGRES_URI", owned.uri().toString()), "migrate", "--grant-to", role);
        assertThat(migrate.exitCode()).as(migrate.tail()).isZero();
        assertThat(migrate.out()).contains("The role " + role + " may do what serve needs");
        // Of a day that is past its retention.
        owned.value("select ensure_day(current_date - 40)");
    }

    @BeforeEach
    void becomeKnown() throws IOException {
        subscriber = Subscriber.start();
        new Api(api.api(), issuer.operatorToken()).makeKnown(integrator);
        client = new Api(api.api(), issuer.token(integrator));
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void theApiNeedsNoKafkaAndDeliveryNoTokens() {
        assertThat(apiSettings.keySet()).noneMatch(name -> name.startsWith("WEBHOOKS_KAFKA_"));
        assertThat(deliverySettings.keySet()).noneMatch(name -> name.startsWith("WEBHOOKS_AUTH_"));

        assertThat(api.readiness()).isEqualTo(200);
        assertThat(delivery.readiness()).isEqualTo(200);
    }

    @Test
    void daysThatArePastTheirRetentionAreDropped() {
        patiently()
                .until(() -> database.value(
                                "select count(*) from pg_class where relname = 'event_' || to_char(current_date - 40, 'YYYYMMDD')")
                        .equals("0"));
    }

    @Test
    void whatIsRegisteredWithTheOneIsPostedByTheOtherSigned() {
        String webhook = client.register(subscriber.url("/hook"), "payment.completed");

        String event = topic.publish(integrator, "payment.completed");

        patiently().until(() -> subscriber.ids().contains(event));
        Subscriber.Received post = subscriber.received().get(0);
        assertThat(post.path()).isEqualTo("/hook");
        assertThat(post.isSignedWith(client.secret(webhook))).isTrue();
        assertThat(new JsonObject(post.body()).getString("type")).isEqualTo("payment.completed");
        patiently().until(() -> database.delivered(integrator).size() == 1);
        assertThat(database.owed(integrator)).isZero();
    }

    @Test
    void failuresAreCountedUntilTheWebhookIsDisabledAndWhatWasHeldArrivesOnceItIsEnabled() {
        String webhook = client.register(subscriber.url("/"), "payment.completed");
        subscriber.answersWhenTold();
        String first = topic.publish(integrator, "payment.completed");

        for (int failures = 1; failures <= ServeSettings.DISABLE_FAILURES; failures++) {
            subscriber.tell(500);
            awaitFailureCount(webhook, failures);
            assertThat(client.webhook(webhook).getBoolean("disabled"))
                    .isEqualTo(failures == ServeSettings.DISABLE_FAILURES);
        }
        assertThat(client.webhooks())
                .containsExactly(client.webhook(webhook))
                .singleElement()
                .satisfies(listed -> assertThat(listed.getBoolean("disabled")).isTrue());
        String second = topic.publish(integrator, "payment.completed");
        patiently().until(() -> database.owed(integrator) == 2);
        assertThat(subscriber.ids()).containsOnly(first).hasSize(ServeSettings.DISABLE_FAILURES);

        subscriber.answers(200);
        JsonObject enabled = client.enable(webhook);

        assertThat(enabled.getBoolean("disabled")).isFalse();
        assertThat(enabled.getInteger("failureCount")).isZero();
        patiently().until(() -> database.owed(integrator) == 0);
        assertThat(subscriber
                        .ids()
                        .subList(
                                ServeSettings.DISABLE_FAILURES, subscriber.ids().size()))
                .containsExactly(first, second);
        assertThat(database.delivered(integrator)).hasSize(2);
    }

    @Test
    void aChangeOfUrlAndEventsReachesTheProcessThatDelivers() {
        String webhook = client.register(subscriber.url("/old"), "payment.completed");
        String before = topic.publish(integrator, "payment.completed");
        patiently().until(() -> subscriber.ids().contains(before));

        client.change(
                webhook,
                new JsonObject()
                        .put("url", subscriber.url("/new"))
                        .put("events", new JsonArray().add("account.created")));
        String after = topic.publish(integrator, "account.created");
        patiently().until(() -> subscriber.ids().contains(after));
        topic.publish(integrator, "payment.completed");
        String last = topic.publish(integrator, "account.created");

        patiently().until(() -> subscriber.ids().contains(last));
        patiently().until(() -> database.events(integrator) == 4);
        assertThat(subscriber.ids()).containsExactly(before, after, last);
        assertThat(subscriber.received()).extracting(Subscriber.Received::path).containsExactly("/old", "/new", "/new");
    }

    @Test
    void aTestThatTheOneIsAskedForIsSentByTheOtherAndItsAttemptIsTheAnswer() {
        String webhook = client.register(subscriber.url("/hook"));
        subscriber.answers(503);

        JsonObject attempt = client.test(webhook);

        assertThat(attempt.getString("outcome")).isEqualTo("http_status");
        assertThat(attempt.getInteger("status")).isEqualTo(503);
        assertThat(subscriber.received()).singleElement().satisfies(post -> {
            assertThat(post.id()).isEqualTo(attempt.getString("eventId"));
            assertThat(post.isSignedWith(client.secret(webhook))).isTrue();
            assertThat(new JsonObject(post.body()).getJsonObject("data"))
                    .isEqualTo(new JsonObject().put("webhookId", webhook));
        });
        assertThat(client.webhook(webhook).getInteger("failureCount")).isZero();
    }

    @Test
    void anEventThatTheOneIsAskedToResendIsSentByTheOther() {
        String webhook = client.register(subscriber.url("/"), "payment.completed");
        String event = topic.publish(integrator, "payment.completed");
        patiently().until(() -> database.attempts(integrator) == 1);

        JsonObject taken = client.resend(webhook, event);

        assertThat(taken.getString("eventId")).isEqualTo(event);
        patiently().until(() -> database.attempts(integrator) == 2);
        assertThat(subscriber.ids()).containsExactly(event, event);
    }

    @Test
    void aMalformedRecordBetweenTwoGoodOnesGoesToTheDeadLetterTopic() {
        client.register(subscriber.url("/"), "payment.completed");
        String good = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"type\":\"payment.completed\",\"source\":\"t\","
                + "\"time\":\"2026-11-23T10:00:00Z\",\"integratorid\":\"" + integrator + "\",\"data\":{}}";
        String bad = "{\"of\":\"" + integrator + "\"";

        topic.append(good.formatted("one"));
        topic.append(bad);
        topic.append(good.formatted("two"));

        patiently().until(() -> database.delivered(integrator).size() == 2);
        assertThat(subscriber.ids()).containsExactlyInAnyOrder("one", "two");
        patiently().until(() -> topic.deadLetters().contains(bad));
    }

    @Test
    void aMasterKeyIsReplacedWhileBothGoOn() {
        String webhook = client.register(subscriber.url("/"), "payment.completed");
        String secret = client.secret(webhook);

        CommandProcess reseal = PROCESSES.start(ServeSettings.reseal(database), "reseal");

        assertThat(reseal.exitCode()).as(reseal.tail()).isZero();
        assertThat(reseal.out()).contains("all are sealed with master key k2 now");
        assertThat(client.secret(webhook)).isEqualTo(secret);
        String event = topic.publish(integrator, "payment.completed");
        patiently().until(() -> subscriber.ids().contains(event));
        assertThat(subscriber.received().get(0).isSignedWith(secret)).isTrue();
    }

    @Test
    void readinessFollowsPostgresAndTheSchema() {
        BrokenParts parts = new BrokenParts(api, delivery, owned);

        parts.postgres();
        parts.schema();
    }

    @Test
    void readinessFollowsTheJournalAndTheRecordsThatItKeepsUnsettled() {
        client.register(subscriber.url("/"), "payment.completed");

        String event =
                new BrokenParts(api, delivery, owned).journal(() -> topic.publish(integrator, "payment.completed"));

        patiently().until(() -> database.delivered(integrator).contains(event));
    }

    @Test
    void theInstanceOfAProblemFindsTheLineAboutItsRequestUnlessItsLevelIsOff() {
        Correlation correlation = new Correlation(api, client, owned);

        assertThat(correlation.lineOf(correlation.failure()))
                .contains(
                        entry("level", "ERROR"), entry("operation", "createWebhook"), entry("integratorId", integrator))
                .hasEntrySatisfying(
                        "stack", stack -> assertThat(stack).asString().contains("idempotency_key"));
        assertThat(correlation.lineOf(correlation.refusal()))
                .contains(entry("level", "DEBUG"), entry("status", 404), entry("integratorId", integrator));
        correlation.setLevel("\"INFO\"");
        JsonObject unheard = correlation.refusal();
        correlation.setLevel("null");
        correlation.lineOf(correlation.refusal());
        assertThat(correlation.isLogged(unheard)).isFalse();
    }

    /** After all others, whose lines are searched as well. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whatIsSecretIsNeitherLoggedNorAnsweredNorMeasured(@TempDir Path directory) throws IOException {
        String token = issuer.token(integrator);
        String operatorToken = issuer.operatorToken();
        Confidential confidential = new Confidential()
                .addKey("the master key", ServeSettings.MASTER_KEY)
                .add("the database's password", database.password())
                .add("its owner's password", owned.password())
                .addToken("a token", token)
                .addToken("the operator's token", operatorToken);
        new Api(api.api(), operatorToken).makeKnown(integrator);
        Api holder = new Api(api.api(), token);

        try (ConfidentialRun run = new ConfidentialRun(integrator, holder, topic, owned, confidential)) {
            run.deliver();
            run.refuseRecords();
        }
        String webhook = holder.webhooks().get(0).getString("id");
        List<String> answers = new BadRequests(api.api(), token, confidential)
                .make(PlatformIssuer.in(directory).token(integrator), webhook);
        new BadStarts(PROCESSES, database, apiSettings).make();

        assertThat(PROCESSES.said()).contains("DEBUG", "An entry was refused", "WEBHOOKS_SECRETS_KEY is malformed");
        assertThat(confidential.in(PROCESSES.said())).as("logged").isEmpty();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(confidential.in(answer)).isEmpty());
        assertThat(confidential.in(measured(api) + measured(delivery)))
                .as("measured")
                .isEmpty();
    }

    private static String measured(ServiceProcess process) {
        return ServiceProcess.get(process.management().resolve("/metrics")).body()
                + ServiceProcess.get(process.management().resolve("/health/ready"))
                        .body();
    }

    private void awaitFailureCount(String webhook, int failures) {
        patiently()
                .alias("failureCount " + failures)
                .until(() -> client.webhook(webhook).getInteger("failureCount") == failures);
    }
}
