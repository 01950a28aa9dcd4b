package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.settings.HttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a restart cures is told on the management port, even when nothing else of the process moves. */
class LivenessTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong polls = new AtomicLong();
    private final AtomicBoolean polling = new AtomicBoolean();
    private Vertx service;
    private Vertx management;
    private Liveness liveness;
    private PrometheusMeterRegistry registry;
    private URI live;
    private Context worker;

    private final class Worker extends VerticleBase {

        @Override
        public Future<?> start() {
            worker = context;
            return Future.succeededFuture();
        }
    }

    /** A service with one event loop for everything, and looks that come quickly. */
    @BeforeEach
    void start() {
        service = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        management = ManagementServer.ownVertx();
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        liveness = new Liveness(management, new Liveness.Patience(Duration.ofMillis(10), 5, 20, 30));
        int port = new ManagementServer(management, registry, liveness.checks(), HealthChecks.create(management))
                .listen(new HttpSettings("127.0.0.1", 0, "127.0.0.1", 0))
                .await();
        live = URI.create("http://127.0.0.1:" + port + "/health/live");
        service.deployVerticle(liveness.watching("worker", new Worker())).await();
        liveness.watchPolls("0", () -> polling.get() ? polls.incrementAndGet() : polls.get());
    }

    @AfterEach
    void stop() {
        service.close().await();
        management.close().await();
        registry.close();
    }

    private HttpResponse<String> ask() throws Exception {
        return http.send(HttpRequest.newBuilder(live).build(), BodyHandlers.ofString());
    }

    private void awaitStatus(int status) {
        await().atMost(Duration.ofSeconds(30)).until(() -> ask().statusCode() == status);
    }

    @Test
    void anEventLoopThatStandsStillIsToldUntilItTurnsAgain() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        assertThat(ask().statusCode()).isEqualTo(200);

        worker.runOnContext(blocking -> {
            try {
                assertThat(released.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        awaitStatus(503);
        assertThat(ask().body()).contains("\"worker\"", "no sign of it").doesNotContain("Exception");
        assertThat(liveness.busyLoops()).contains("no sign of loops/worker");

        released.countDown();
        awaitStatus(200);
        assertThat(liveness.busyLoops()).isEmpty();
    }

    @Test
    void aWorkerThatPolledAndDoesNoMoreIsToldUntilItDoesAgain() {
        assertThat(isAlive()).isTrue();
        polling.set(true);
        await().until(() -> polls.get() > 0);

        polling.set(false);
        await().until(() -> !isAlive());
        polling.set(true);
        await().until(this::isAlive);
    }

    @Test
    void aServiceThatStopsIsAlive() {
        polling.set(true);
        await().until(() -> polls.get() > 0);
        polling.set(false);
        await().until(() -> !isAlive());

        liveness.stop();

        assertThat(isAlive()).isTrue();
    }

    private boolean isAlive() {
        return CheckResult.isUp(liveness.checks().checkStatus().await());
    }
}
