package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.WebhookChange;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers of the same process hear of a change once it has committed. */
class ChangeNewsTest {

    /** News, and the url that another connection to the database read when it came; empty when there was no row. */
    private record Heard(WebhookChange change, Optional<String> url) {}

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private MessageConsumer<WebhookChange> consumer;

    @BeforeEach
    void listen() {
        consumer = api.vertx.eventBus().consumer(Addresses.WEBHOOK_CHANGES, message -> {
            WebhookChange change = message.body();
            if (change.integratorId().equals(integrator)) {
                urlOf(change.webhookId().orElseThrow()).onSuccess(url -> heard.add(new Heard(change, url)));
            }
        });
    }

    @AfterEach
    void stopListening() {
        consumer.unregister();
    }

    private Future<Optional<String>> urlOf(UUID id) {
        return api.pool
                .preparedQuery("select url from webhook where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.<String>empty()
                        : Optional.of(rows.iterator().next().getString("url")));
    }

    @Test
    void aRegistrationIsPublishedOnceItHasCommitted() {
        UUID id = UUID.fromString(api.register(client));

        Heard news = awaitNews(1).get(0);

        assertThat(news.change().webhookId()).hasValue(id);
        assertThat(news.change().resubscribed()).isTrue();
        assertThat(news.url()).hasValue(ApiUnderTest.URL);
    }

    @Test
    void anUpdateIsPublishedOnceItHasCommitted() {
        String id = api.register(client);
        awaitNews(1);

        client.patch(WEBHOOKS + "/" + id, "{\"url\": \"https://203.0.113.10/moved\"}");

        Heard news = awaitNews(2).get(1);
        assertThat(news.change().resubscribed()).isFalse();
        assertThat(news.url()).hasValue("https://203.0.113.10/moved");
    }

    @Test
    void aDeletionIsPublishedOnceItHasCommitted() {
        String id = api.register(client);
        awaitNews(1);

        client.delete(WEBHOOKS + "/" + id);

        assertThat(awaitNews(2).get(1).url()).isEmpty();
    }

    @Test
    void whatIsRefusedIsNoNews() {
        IntStream.range(0, 16).forEach(i -> api.register(client));
        awaitNews(16);

        int refused =
                client.post(WEBHOOKS, "{\"url\": \"" + ApiUnderTest.URL + "\"}").statusCode();
        String id = json(client.get(WEBHOOKS + "?limit=1"))
                .getJsonArray("data")
                .getJsonObject(0)
                .getString("id");
        client.patch(WEBHOOKS + "/" + id, "{\"disabled\": true}");

        // The update's news comes after whatever the refusal would have published.
        assertThat(refused).isEqualTo(409);
        assertThat(awaitNews(17)).hasSize(17);
    }

    private List<Heard> awaitNews(int count) {
        await().until(() -> heard.size() >= count);
        return heard;
    }
}
