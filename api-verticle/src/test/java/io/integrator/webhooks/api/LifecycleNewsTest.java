package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.LifecycleEvent;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What integrators do to their webhooks is told on the event bus, as it is recorded for the platform. */
class LifecycleNewsTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final List<LifecycleEvent> heard = new CopyOnWriteArrayList<>();
    private MessageConsumer<LifecycleEvent> consumer;

    @BeforeEach
    void listen() {
        consumer = api.vertx.eventBus().consumer(Addresses.LIFECYCLE, message -> {
            if (message.body().news().integratorId().equals(integrator)) {
                heard.add(message.body());
            }
        });
    }

    @AfterEach
    void stopListening() {
        consumer.unregister();
    }

    @Test
    void everyChangeIsToldInOrderAsItIsRecorded() {
        String id = api.register(client);
        client.patch(WEBHOOKS + "/" + id, "{\"events\": [\"payment.refunded\"]}");
        client.patch(WEBHOOKS + "/" + id, "{\"disabled\": true}");
        client.patch(WEBHOOKS + "/" + id, "{\"disabled\": false}");
        client.delete(WEBHOOKS + "/" + id);

        await().until(() -> heard.size() == 5);
        assertThat(heard)
                .extracting(event -> event.news().type().wireName())
                .containsExactly(
                        "webhook.registered",
                        "webhook.updated",
                        "webhook.disabled",
                        "webhook.enabled",
                        "webhook.deleted");
        assertThat(heard)
                .allSatisfy(event -> assertThat(event.news().webhookId()).hasToString(id));
        assertThat(recorded()).isEqualTo(heard.stream().map(LifecycleEvent::id).toList());
    }

    private List<Object> recorded() {
        return api.pool
                .preparedQuery("select array_agg(id order by place) from lifecycle_event where integrator_id = $1")
                .execute(Tuple.of(integrator))
                .map(rows -> List.<Object>of((Object[]) rows.iterator().next().getArrayOfUUIDs(0)))
                .await();
    }
}
