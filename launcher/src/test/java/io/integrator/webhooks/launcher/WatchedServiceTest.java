package io.integrator.webhooks.launcher;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.integrator.webhooks.launcher.process.Api;
import io.integrator.webhooks.launcher.process.EventTopic;
import io.integrator.webhooks.launcher.process.PlatformIssuer;
import io.integrator.webhooks.launcher.process.ServeSettings;
import io.integrator.webhooks.launcher.process.TestDatabase;
import io.integrator.webhooks.launcher.watching.Prometheus;
import io.integrator.webhooks.launcher.watching.Watched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard and the rules ask for what there is: each query is put to a Prometheus that scrapes an API and a worker, to which
 * what is measured has happened.
 */
class WatchedServiceTest {

    private static final String INTEGRATOR = "acme";

    private static HttpServer subscriber;
    private static RunningService api;
    private static RunningService delivery;
    private static Prometheus prometheus;
    private static Watched watched;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        TestDatabase database = TestDatabase.fresh();
        EventTopic topic = EventTopic.fresh();
        PlatformIssuer issuer = PlatformIssuer.in(directory);
        Map<String, String> apiSettings = ServeSettings.api(database, issuer);
        apiSettings.put("WEBHOOKS_HTTP_STREAMS", "1");
        Map<String, String> deliverySettings = ServeSettings.delivery(database, topic);
        api = RunningService.start(ServiceSettings.read(apiSettings, EnumSet.of(Role.API)));
        delivery = RunningService.start(ServiceSettings.read(deliverySettings, EnumSet.of(Role.DELIVERY)));
        prometheus = Prometheus.start(
                directory,
                Map.of(
                        "api", api.service().managementPort(),
                        "delivery", delivery.service().managementPort()));
        deliver(database, topic, issuer);
        read(issuer.token(INTEGRATOR));
        // Pauses are told of once there was one.
        System.gc();
        watched = new Watched(prometheus);
        watched.awaitScrapes();
        // From here on what is counted is seen to grow.
        topic.append("no domain event");
        watched.awaitAlert("WebhooksDeadLetters");
        watched.awaitRules();
    }

    /** One webhook is delivered to, one fails until it is disabled. */
    private static void deliver(TestDatabase database, EventTopic topic, PlatformIssuer issuer) throws IOException {
        subscriber = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        subscriber.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/ok") ? 200 : 500, -1);
            exchange.close();
        });
        subscriber.start();
        new Api(address(), issuer.operatorToken()).makeKnown(INTEGRATOR);
        Api client = new Api(address(), issuer.token(INTEGRATOR));
        String url = "http://127.0.0.1:" + subscriber.getAddress().getPort();
        client.register(url + "/ok", "payment.completed");
        client.register(url + "/broken", "payment.completed");
        topic.publish(INTEGRATOR, "payment.completed");
        patiently().until(() -> database.delivered(INTEGRATOR).size() == 1);
        patiently().until(() -> "1".equals(database.value("select count(*) from webhook where disabled")));
    }

    /** A list, a stream, and a stream more than there may be. */
    private static void read(String token) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Integer> statuses = new ArrayList<>();
        for (String path : List.of("webhooks", "stream", "stream")) {
            HttpRequest request = HttpRequest.newBuilder(address().resolve("/v1/integrator/" + path))
                    .header("authorization", "Bearer " + token)
                    .build();
            statuses.add(client.send(request, BodyHandlers.ofInputStream()).statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 503);
    }

    private static URI address() {
        return URI.create("http://127.0.0.1:" + api.service().apiPort());
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (delivery != null) {
            delivery.stop();
        }
        if (api != null) {
            api.stop();
        }
        if (subscriber != null) {
            subscriber.stop(0);
        }
    }

    @Test
    void everyPanelShowsSomething() {
        watched.assertPanelsShowSomething();
    }

    @Test
    void everyMetricAndLabelThatIsNamedIsThere() throws Exception {
        watched.assertAllThatIsNamedIsThere();
    }

    @Test
    void everyRuleIsComputed() {
        watched.assertRulesAreHealthy();
    }
}
