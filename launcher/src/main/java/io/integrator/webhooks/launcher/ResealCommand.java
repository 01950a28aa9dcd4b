package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SecretsSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.ResealStore;
import io.integrator.webhooks.store.ResealStore.Step;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends the use of former master keys. */
@Command(
        name = "reseal",
        description = {
            "Seals every webhook's secrets with the first master key of WEBHOOKS_SECRETS_KEY, while the service runs.",
            "To replace a master key: give every process the new one as the second, then as the first, then run this; after it"
                    + " the old one can be left out. Of the settings it needs only WEBHOOKS_SECRETS_KEY and those of Postgres."
        })
final class ResealCommand implements Callable<Integer> {

    private static final int WEBHOOKS_AT_ONCE = 500;
    private static final Duration LONGEST_STEP = Duration.ofSeconds(60);

    /** What changes under way is looked at again; what others still seal with a former key would make it go on for ever. */
    private static final int PASSES = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, as for serve; the environment wins over it.")
    private Path config;

    /** What going once through all webhooks came to. */
    private record Pass(int webhooks, int due, int resealed) {}

    @Override
    public Integer call() {
        SettingReader reader = new SettingReader(SettingSources.of(System.getenv(), Optional.ofNullable(config)));
        PostgresSettings postgres = PostgresSettings.read(reader);
        SecretsSettings secrets = SecretsSettings.read(reader);
        reader.requireNoFaults();
        SecretCipher cipher = new SecretCipher(secrets.masterKeys());
        Vertx vertx = Vertx.vertx();
        Pool pool = Database.pool(vertx, postgres);
        try {
            return reseal(new ResealStore(pool, cipher), cipher.sealingKey());
        } finally {
            Await.result(vertx.close(), LONGEST_STEP, "closing the connections");
        }
    }

    private int reseal(ResealStore store, String masterKey) {
        int resealed = 0;
        for (int i = 0; i < PASSES; i++) {
            Pass pass = pass(store);
            resealed += pass.resealed();
            if (pass.due() == 0) {
                spec.commandLine()
                        .getOut()
                        .printf(
                                "Sealed %d of %d webhooks anew; all are sealed with master key %s now%n",
                                resealed, pass.webhooks(), masterKey);
                return 0;
            }
        }
        throw new CommandException("webhooks are still being sealed with another master key than " + masterKey
                + ": give every process " + masterKey + " as its first, and run this again");
    }

    private static Pass pass(ResealStore store) {
        UUID last = ResealStore.START;
        int webhooks = 0;
        int due = 0;
        int resealed = 0;
        Step step;
        do {
            step = step(store, last);
            last = step.last();
            webhooks += step.looked();
            due += step.due();
            resealed += step.resealed();
        } while (step.looked() == WEBHOOKS_AT_ONCE);
        return new Pass(webhooks, due, resealed);
    }

    private static Step step(ResealStore store, UUID after) {
        try {
            return Await.result(store.step(after, WEBHOOKS_AT_ONCE), LONGEST_STEP, "sealing webhooks anew");
        } catch (IllegalStateException e) {
            throw new CommandException(Failures.rootMessage(e) + "; nothing is lost, and this can be run again", e);
        }
    }
}
