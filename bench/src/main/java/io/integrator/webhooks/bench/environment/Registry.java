package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.settings.SecretsSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookPatch;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Registers the webhooks of a load, by the stores that the API uses, and takes them out of it again. Blocks. */
public final class Registry {

    /** What secrets are sealed with; every process of the run has it. */
    static final String MASTER_KEY = "bench:" + Base64.getEncoder().encodeToString(new byte[32]);

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int BACKLOG_RATE = 10;

    private final IntegratorStore integrators;
    private final WebhookStore webhooks;
    private final Function<Share, String> urls;

    /** @param urls where a share's events are to be posted */
    public Registry(BenchDatabase database, Function<Share, String> urls) {
        this.integrators = new IntegratorStore(database.pool());
        this.webhooks = new WebhookStore(
                database.pool(),
                new SecretCipher(SecretsSettings.KEY.type().parser().apply(MASTER_KEY)),
                new TimeOrderedIds(InstantSource.system()),
                BACKLOG_RATE);
        this.urls = urls;
    }

    /** Registers one webhook for each share; gives them in the same order. */
    public List<Registered> register(List<Share> shares) {
        List<Future<Registered>> registering =
                shares.stream().map(this::register).toList();
        return await(Future.all(registering), "registering webhooks").list();
    }

    /** Disables the webhooks: nothing more is posted to them, and what comes for them is owed. */
    public void hold(List<Registered> registered) {
        WebhookPatch disabled = new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true));
        for (Registered one : registered) {
            await(webhooks.change(one.share().integrator(), one.webhookId(), disabled), "disabling a webhook");
        }
    }

    /** Deletes the webhooks with what is owed to them. */
    public void delete(List<Registered> registered) {
        for (Registered one : registered) {
            await(webhooks.delete(one.share().integrator(), one.webhookId()), "deleting a webhook");
        }
    }

    private Future<Registered> register(Share share) {
        String integrator = share.integrator();
        return integrators
                .add(integrator)
                .compose(known -> webhooks.create(integrator, urls.apply(share), List.of(share.type())))
                .compose(creation -> creation instanceof Creation.Created created
                        ? Future.succeededFuture(
                                new Registered(share, created.webhook().id()))
                        : Future.failedFuture("a webhook of " + integrator + " can't be registered: " + creation));
    }

    private static <T> T await(Future<T> future, String what) {
        return Await.result(future, LIMIT, what);
    }
}
