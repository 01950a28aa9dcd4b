package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.domain.WebhookSettings;
import io.integrator.webhooks.store.SettingsStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** What an integrator sets for a webhook besides the published fields. */
final class SettingsOperations {

    private final SettingsStore settings;
    private final WebhookNews news;

    SettingsOperations(SettingsStore settings, WebhookNews news) {
        this.settings = settings;
        this.news = news;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("getWebhookSettings", this::get)
                .bind("updateWebhookSettings", SettingsOperations::faults, this::update);
    }

    private static Future<List<Fault>> faults(Call call) {
        List<Fault> faults = new ArrayList<>(EntityTag.faults(call));
        if (call.body().getValue("headers") instanceof JsonObject headers) {
            faults.addAll(HeaderRules.faultsOf(headers));
        }
        return Future.succeededFuture(faults);
    }

    /** {@code getWebhookSettings}. */
    private Future<Reply> get(Call call) {
        return settings.find(call.caller().integratorId(), webhookId(call))
                .map(found -> orNotFound(found, call))
                .map(SettingsOperations::reply);
    }

    /** {@code updateWebhookSettings}. */
    private Future<Reply> update(Call call) {
        return settings.change(call.caller().integratorId(), webhookId(call), before -> {
                    EntityTag.require(call, SettingsJson.of(before));
                    return SettingsJson.patched(before, call.body());
                })
                .map(found -> orNotFound(found, call))
                .map(this::answer);
    }

    private Reply answer(SettingsStore.Changed changed) {
        news.publish(changed.change(), List.of(), "Changed a webhook's settings");
        return reply(changed.settings());
    }

    /** They hold what the integrator's own subscriber may take for a credential. */
    private static Reply reply(WebhookSettings settings) {
        JsonObject representation = SettingsJson.of(settings);
        return Reply.ok(representation).with(EntityTag.HEADER, EntityTag.of(representation));
    }
}
