package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.store.Migrations;
import io.integrator.webhooks.store.ServiceRole;
import java.nio.file.Path;
import java.sql.SQLException;
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

    @Option(
            names = "--grant-to",
            paramLabel = "ROLE",
            description =
                    "Gives a role of Postgres what serve needs with WEBHOOKS_POSTGRES_MIGRATE=false, and nothing else of the schema."
                            + " To be given at every migration.")
    private String role;

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
        if (role != null) {
            grant(settings);
            spec.commandLine().getOut().println("The role " + role + " may do what serve needs");
        }
        return 0;
    }

    private void grant(PostgresSettings settings) {
        try {
            ServiceRole.grantTo(settings, role);
        } catch (SQLException e) {
            throw new CommandException(
                    "the role " + role + " can't be given its rights: " + Failures.rootMessage(e)
                            + "; it has to exist, and WEBHOOKS_POSTGRES_URI to name the owner of the schema",
                    e);
        }
    }

    private static int migrate(PostgresSettings settings) {
        try {
            return Migrations.apply(settings);
        } catch (FlywayException e) {
            throw Failures.postgres(e, settings);
        }
    }
}
