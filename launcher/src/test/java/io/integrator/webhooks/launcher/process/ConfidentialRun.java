package io.integrator.webhooks.launcher.process;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.signing.WebhookSecret;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an integrator and the platform do with a service in a day, and what of it is nobody else's business. */
final class ConfidentialRun implements AutoCloseable {

    private static final String TYPE = "payment.completed";
    private static final String UNRECORDED_TYPE = "account.created";

    private final String integrator;
    private final Api client;
    private final EventTopic topic;
    private final TestDatabase database;
    private final Confidential confidential;
    private final Subscriber subscriber;
    private final Parrot parrot;

    /** @param client the integrator's */
    ConfidentialRun(String integrator, Api client, EventTopic topic, TestDatabase database, Confidential confidential)
            throws IOException {
        this.integrator = integrator;
        this.client = client;
        this.topic = topic;
        this.database = database;
        this.confidential = confidential;
        this.subscriber = Subscriber.start();
        this.parrot = Parrot.start();
    }

    /** To one webhook that takes what it is sent and one each that refuses it, repeats it, and lies in a forbidden network. */
    void deliver() {
        subscriber.answers(post -> post.path().equals("/refuses") ? 500 : 200);
        register(subscriber.url("/takes"), TYPE);
        String refuses = register(subscriber.url("/refuses"), TYPE);
        String repeats = register(parrot.url(), TYPE);
        String forbidden = register(subscriber.url("/forbidden"), TYPE);
        database.run("update webhook set url = 'http://10.9.8.7/?key=" + confidential.fresh("a forbidden url's query")
                + "' where id = '" + forbidden + "'");

        topic.append(event(TYPE, confidential.fresh("an event's data")));

        patiently()
                .until(() -> List.of(refuses, repeats, forbidden).stream()
                        .allMatch(webhook -> client.webhook(webhook).getBoolean("disabled")));
        patiently().until(() -> database.delivered(integrator).size() == 1);
        assertThat(subscriber.received())
                .extracting(Subscriber.Received::path)
                .contains("/takes", "/refuses")
                .doesNotContain("/forbidden");
    }

    /** Records that are no domain events, and one whose delivery the database refuses to record. */
    void refuseRecords() {
        String malformed = confidential.fresh("a malformed record");
        String unknown = confidential.fresh("the data of an unknown type");
        String large = confidential.fresh("data that is too large");
        String unrecorded = confidential.fresh("data of which nothing is recorded");
        String webhook = register(subscriber.url("/unrecorded"), UNRECORDED_TYPE);
        database.run("alter table attempt add constraint unrecorded check (webhook_id <> '" + webhook + "')");

        topic.append("{\"data\":{\"card\":\"" + malformed + "\"");
        topic.append(event("payment.imagined", unknown));
        topic.append(event(TYPE, large + " ".repeat(70_000)));
        topic.append(event(UNRECORDED_TYPE, unrecorded));

        patiently().until(() -> {
            String letters = String.join("\n", topic.deadLetters());
            return List.of(malformed, unknown, large, unrecorded).stream().allMatch(letters::contains);
        });
    }

    /** After which nothing more is sent, so that every signature is known. */
    @Override
    public void close() {
        subscriber.received().forEach(post -> confidential.addSignatures("a signature", post.signatures()));
        subscriber.close();
        parrot.close();
    }

    /** With a header field of its own, two secrets and an Ed25519 key, all of which its integrator has seen but the private key. */
    private String register(String url, String type) {
        String webhook = client.register(url + "?key=" + confidential.fresh("a url's query"), type);
        client.addHeader(webhook, "X-Api-Key", confidential.fresh("a header field's value"));
        addSecret("a former secret", client.secret(webhook));
        client.rotate(webhook);
        addSecret("a secret", client.secret(webhook));
        byte[] sealed = HexFormat.of()
                .parseHex(database.value("select encode(signing_key, 'hex') from webhook where id::text = ?", webhook));
        byte[] pair = new SecretCipher(Map.of(ServeSettings.MASTER_KEY_NAME, ServeSettings.MASTER_KEY))
                .openKey(sealed, UUID.fromString(webhook))
                .bytes();
        confidential.addKey("an Ed25519 key", Arrays.copyOf(pair, pair.length / 2));
        return webhook;
    }

    private void addSecret(String what, String text) {
        confidential.add(what, text).addKey(what, WebhookSecret.parse(text).key());
    }

    private String event(String type, String secret) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"" + type
                + "\",\"source\":\"t\",\"time\":\"2026-11-23T10:00:00Z\",\"integratorid\":\"" + integrator
                + "\",\"data\":{\"card\":\"" + secret + "\"}}";
    }
}
