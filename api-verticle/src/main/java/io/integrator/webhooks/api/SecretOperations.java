package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.signing.Ed25519Key;
import io.integrator.webhooks.store.SecretStore;
import io.integrator.webhooks.store.SecretStore.Rotated;
import io.integrator.webhooks.store.SecretStore.Secrets;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a webhook's deliveries are signed with. A rotation is committed first, then told to the event bus, then answered. */
final class SecretOperations {

    private static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    /** {@link Duration#parse} alone would also take signs and lower case. */
    private static final Pattern DURATION_FORM = Pattern.compile("[PTDHMS0-9.]{2,32}");

    private final SecretStore secrets;
    private final WebhookNews news;

    SecretOperations(SecretStore secrets, WebhookNews news) {
        this.secrets = secrets;
        this.news = news;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("getWebhookSecret", this::get)
                .bind("rotateWebhookSecret", SecretOperations::overlapFaults, this::rotate);
    }

    /** {@code getWebhookSecret}. */
    private Future<Reply> get(Call call) {
        return secrets.find(call.caller().integratorId(), webhookId(call))
                .map(found -> orNotFound(found, call))
                .map(SecretOperations::reply);
    }

    /** {@code rotateWebhookSecret}. */
    private Future<Reply> rotate(Call call) {
        Duration overlap = givenOverlap(call).flatMap(SecretOperations::overlap).orElse(DEFAULT_OVERLAP);
        return secrets.rotate(
                        call.caller().integratorId(),
                        webhookId(call),
                        overlap,
                        Optional.ofNullable(call.body().getBoolean("ed25519")))
                .map(found -> orNotFound(found, call))
                .map(this::published);
    }

    private Reply published(Rotated rotated) {
        news.publish(rotated.change(), List.of(), "Rotated a webhook's secret");
        return reply(rotated.secrets());
    }

    private static Future<List<Fault>> overlapFaults(Call call) {
        return Future.succeededFuture(givenOverlap(call)
                .filter(text -> overlap(text).isEmpty())
                .map(text -> new Fault("/overlap", "must be an ISO 8601 duration from PT0S to P7D, such as PT24H"))
                .stream()
                .toList());
    }

    private static Optional<String> givenOverlap(Call call) {
        return call.body().getValue("overlap") instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Empty when the text is none that is admitted. */
    private static Optional<Duration> overlap(String text) {
        if (!DURATION_FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.parse(text)).filter(overlap -> overlap.compareTo(LONGEST_OVERLAP) <= 0);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Reply reply(Secrets secrets) {
        return Reply.ok(new JsonObject()
                .put("secret", secrets.secret().text())
                .put("previousSecretUntil", Times.text(secrets.formerUntil()))
                .put("publicKey", secrets.ed25519().map(Ed25519Key::publicText).orElse(null)));
    }
}
