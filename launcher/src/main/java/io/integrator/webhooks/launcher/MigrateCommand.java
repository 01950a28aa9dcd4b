package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.store.Migrations;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the schema up to date, for deployments that don't let {@code serve} do it. */
@Command(
        name = "migrate",
        description =
                "Brings the schema of the database in WEBHOOKS_POSTGRES_URI up to date. Of the settings it needs only those of Postgres.")
final class MigrateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, as for serve; the environment wins over it.")
    private Path config;

    @Override
    public Integer call() {
        Map<String, String> texts = SettingSources.of(System.getenv(), Optional.ofNullable(config));
        PostgresSettings settings = ServiceSettings.readPostgres(texts);
        int applied = migrate(settings);
        spec.commandLine()
                .getOut()
                .println(
                        applied == 0
                                ? "The schema is up to date already"
                                : "Applied " + applied + (applied == 1 ? " migration" : " migrations"));
        return 0;
    }

    private static int migrate(PostgresSettings settings) {
        try {
            return Migrations.apply(settings);
        } catch (FlywayException e) {
            throw Failures.postgres(e, settings);
        }
    }
}
