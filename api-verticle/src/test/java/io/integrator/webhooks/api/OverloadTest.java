package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.settings.LoadSettings;
import io.integrator.webhooks.store.Database;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too much is refused while the rest waits for the database, and works again when that does. */
class OverloadTest {

    /** Each waits. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    private final SqlConnection holder = lockedTable();

    private SqlConnection lockedTable() {
        SqlConnection connection = api.pool
                .getConnection()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        say(connection, "begin; lock table webhook in access exclusive mode");
        return connection;
    }

    @AfterEach
    void release() {
        unlock();
        holder.close().toCompletionStage().toCompletableFuture().join();
    }

    private void unlock() {
        say(holder, "rollback");
    }

    private static void say(SqlConnection connection, String statements) {
        connection
                .query(statements)
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Asks so many times for what is locked, and returns when as many wait in all. */
    private void ask(ContractClient client, int times) {
        for (int i = 0; i < times; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> client.get(WEBHOOKS), THREADS));
            await().until(() -> waitingForTheLock() == waiting.size());
        }
    }

    private long waitingForTheLock() {
        return api.sql("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        """).iterator().next().getLong(0);
    }

    @Test
    void anIntegratorHasSoManyRequestsUnderWayAndAProcessSoMany() {
        String base = api.deploy(new LoadSettings(100, 3, 2, Duration.ofSeconds(75)), api.pool)
                .base();
        ContractClient client = api.client(base, integrator, "webhooks:read");
        ContractClient other = api.client(base, api.integrator(), "webhooks:read");
        ContractClient operator = api.client(base, "nobody", "operator");

        double refusedOfIntegrators = api.counted("webhooks.api.refused.requests", "reason", "integrator_places");
        double refusedInAll = api.counted("webhooks.api.refused.requests", "reason", "places");
        ask(client, 2);
        HttpResponse<String> oneTooManyOfItsOwn = client.get(WEBHOOKS);
        ask(other, 1);
        HttpResponse<String> oneTooManyInAll = other.get(WEBHOOKS);
        HttpResponse<String> ofAnOperator = operator.get("/v1/operator/webhooks");
        HttpResponse<String> forAnybody = other.get("/openapi.json");
        unlock();

        assertRefused(oneTooManyOfItsOwn, 429, "2 requests worked on at once");
        assertRefused(oneTooManyInAll, 503, "as many requests to work on as it takes");
        assertRefused(ofAnOperator, 503, "as many requests to work on as it takes");
        assertThat(api.counted("webhooks.api.refused.requests", "reason", "integrator_places") - refusedOfIntegrators)
                .isEqualTo(1);
        assertThat(api.counted("webhooks.api.refused.requests", "reason", "places") - refusedInAll)
                .isEqualTo(2);
        assertThat(forAnybody.statusCode()).isEqualTo(200);
        assertThat(waiting)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(client.get(WEBHOOKS).statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverCanNotHaveTheDatabaseInTimeIsToldToComeBack() {
        Pool narrow = PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(1)
                        .setMaxWaitQueueSize(1)
                        .setConnectionTimeout(100)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(Database.connectOptions(api.database))
                .using(api.vertx)
                .build();
        String base = api.deploy(ApiUnderTest.ROOM, narrow).base();
        ContractClient client = api.client(base, integrator, "webhooks:read");

        ask(client, 1);
        HttpResponse<String> late = client.get(WEBHOOKS);
        unlock();

        assertRefused(late, 503, "can't reach its database in time");
        assertThat(waiting.get(0).join().statusCode()).isEqualTo(200);
        assertThat(client.get(WEBHOOKS).statusCode()).isEqualTo(200);
    }

    @Test
    void aDatabaseThatIsAwayIs503() {
        Pool nobody = PgBuilder.pool()
                .connectingTo(Database.connectOptions(URI.create("postgresql://u:p@127.0.0.1:1/nothing")))
                .using(api.vertx)
                .build();
        String base = api.deploy(ApiUnderTest.ROOM, nobody).base();

        HttpResponse<String> response =
                api.client(base, integrator, "webhooks:read").get(WEBHOOKS);

        assertRefused(response, 503, "can't reach its database");
        assertThat(response.body()).doesNotContain("127.0.0.1", "refused", "Exception");
    }

    private static void assertRefused(HttpResponse<String> response, int status, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        assertThat(json(response).getString("detail")).contains(reason);
    }
}
