package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.settings.SecretsSettings;
import io.integrator.webhooks.signing.SecretCipher;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Registers the webhooks of a load, without the API's limits, and takes them out of it again by its store. Blocks. */
public final class Registry {

    /** What secrets are sealed with; every process of the run has it. */
    static final String MASTER_KEY = "bench:" + Base64.getEncoder().encodeToString(new byte[32]);

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int BACKLOG_RATE = 10;

    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final WebhookRows rows;
    private final WebhookStore webhooks;
    private final Function<Share, String> urls;

    /** @param urls where a share's events are to be posted */
    public Registry(BenchDatabase database, Function<Share, String> urls) {
        SecretCipher cipher =
                new SecretCipher(SecretsSettings.KEY.type().parser().apply(MASTER_KEY));
        this.rows = new WebhookRows(database, cipher);
        this.webhooks = new WebhookStore(database.pool(), cipher, ids, BACKLOG_RATE);
        this.urls = urls;
    }

    /** Registers as many webhooks for each share as it is of; gives them in the same order. */
    public List<Registered> register(List<Share> shares) {
        List<WebhookRows.Row> all = shares.stream().flatMap(this::rows).toList();
        rows.insert(all);
        return all.stream().map(row -> new Registered(row.share(), row.id())).toList();
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

    /** Where there are several, the url of each tells which it is. */
    private Stream<WebhookRows.Row> rows(Share share) {
        String url = urls.apply(share);
        return IntStream.range(0, share.webhooks())
                .mapToObj(number ->
                        new WebhookRows.Row(ids.next(), share, share.webhooks() == 1 ? url : url + "/" + number));
    }

    private static <T> T await(Future<T> future, String what) {
        return Await.result(future, LIMIT, what);
    }
}
