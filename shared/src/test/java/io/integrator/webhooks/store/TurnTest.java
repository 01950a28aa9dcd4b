package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.settings.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TurnTest {

    private static final String CHORE = "chore";

    private static TestDatabase database;

    private final AtomicInteger done = new AtomicInteger();
    private final Promise<Void> end = Promise.promise();

    /** As much as a process of its own: its connections end with it. */
    private final Vertx other = Vertx.vertx();

    private final Turn others = turn(other);
    private final Turn ours = turn(database.vertx());

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("turn");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @AfterEach
    void closeOther() {
        await(other.close());
    }

    @Test
    void whatOneIsAtIsNotDoneByAnother() {
        Future<Boolean> first = othersHaveIt();

        boolean second = await(ours.take(CHORE, this::work));

        assertThat(second).isFalse();
        assertThat(done).hasValue(0);
        end.complete();
        assertThat(await(first)).isTrue();
        assertThat(await(ours.take(CHORE, this::work))).isTrue();
        assertThat(done).hasValue(1);
    }

    @Test
    void otherChoresDoNotWait() {
        othersHaveIt();

        assertThat(await(ours.take("another", this::work))).isTrue();
    }

    @Test
    void whoDiesLetsGo() {
        othersHaveIt();

        await(other.close());

        await().until(() -> await(ours.take(CHORE, this::work)));
        assertThat(done).hasValue(1);
    }

    @Test
    void whoFailsLetsGo() {
        Future<Boolean> failed = others.take(
                CHORE, connection -> connection.query("select 1 / 0").execute().mapEmpty());

        assertThatThrownBy(() -> await(failed)).hasMessageContaining("division by zero");
        assertThat(await(ours.take(CHORE, this::work))).isTrue();
    }

    /** Gives what it comes to, once it ends. */
    private Future<Boolean> othersHaveIt() {
        Promise<Void> begun = Promise.promise();
        Future<Boolean> taken = others.take(CHORE, connection -> {
            begun.complete();
            return end.future();
        });
        await(begun.future());
        return taken;
    }

    private Future<Void> work(Object connection) {
        done.incrementAndGet();
        return Future.succeededFuture();
    }

    private static Turn turn(Vertx vertx) {
        return new Turn(vertx, new PostgresSettings(database.uri(), 1, false));
    }
}
