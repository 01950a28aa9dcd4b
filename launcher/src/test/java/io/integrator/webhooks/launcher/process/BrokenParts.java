package io.integrator.webhooks.launcher.process;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.embedded.SharedBackends;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Breaks what a process for the API and one for delivery stand on, sees both say so and nothing else, and mends it. */
final class BrokenParts {

    private final ServiceProcess api;
    private final ServiceProcess delivery;
    private final TestDatabase database;

    /** @param database as its owner sees it */
    BrokenParts(ServiceProcess api, ServiceProcess delivery, TestDatabase database) {
        this.api = api;
        this.delivery = delivery;
        this.database = database;
    }

    /** Stops Postgres. */
    void postgres() {
        try {
            SharedBackends.get().stopPostgres();
            awaitFaults(api, "postgres", "schema", "feed");
            awaitFaults(delivery, "postgres", "schema", "feed");
        } finally {
            SharedBackends.get().startPostgres();
        }
        awaitReady();
    }

    /** Has the schema be an older one, and one for later processes. */
    void schema() {
        database.run("update flyway_schema_history set success = false where version <> '1'");
        awaitFaults(api, "schema");
        awaitFaults(delivery, "schema");
        database.run("update flyway_schema_history set success = true");
        awaitReady();

        String first = database.value("select description from flyway_schema_history where version = '1'");
        database.run("update flyway_schema_history set description = 'needs 999 ' || description where version = '1'");
        awaitFaults(api, "schema");
        database.run("update flyway_schema_history set description = '" + first + "' where version = '1'");
        awaitReady();
    }

    /**
     * Keeps attempts from being written.
     *
     * @param publishing an event with a delivery; gives its id
     */
    String journal(Supplier<String> publishing) {
        database.run("alter table attempt rename to attempt_away");
        String event;
        try {
            event = publishing.get();
            awaitFaults(delivery, "journal/0", "unsettled/0");
        } finally {
            database.run("alter table attempt_away rename to attempt");
        }
        awaitReady();
        return event;
    }

    private void awaitReady() {
        api.awaitReady();
        delivery.awaitReady();
    }

    private static void awaitFaults(ServiceProcess process, String... checks) {
        patiently().alias(String.join(", ", checks)).until(() -> {
            Health ready = Health.ready(process);
            return ready.status() == 503 && ready.faults().keySet().containsAll(List.of(checks));
        });
        assertThat(Health.live(process)).isEqualTo(new Health(200, Map.of()));
    }
}
