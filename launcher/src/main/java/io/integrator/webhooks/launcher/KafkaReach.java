package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether Kafka is there; a consumer would go on trying without a word. Used by one after the other, and closed after. */
final class KafkaReach {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaReach.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final KafkaSettings settings;

    /** Kept from one look to the next: it knows which brokers it has tried. */
    private volatile Admin admin;

    KafkaReach(Vertx vertx, KafkaSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** The brokers, for people. */
    String part() {
        return "Kafka at " + settings.connection().bootstrapServers();
    }

    /** Fails with a {@link CommandException} when no broker answers within ten seconds, or none lets us in. */
    Future<Void> look() {
        return vertx.executeBlocking(this::open, false)
                .compose(KafkaReach::topics)
                .onSuccess(this::warnOfMissing)
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(
                        Failures.kafka(failure, settings.connection(), "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS")));
    }

    /** Ends what is under way. */
    Future<Void> close() {
        Admin opened = admin;
        admin = null;
        return opened == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(
                        () -> {
                            opened.close(Duration.ZERO);
                            return null;
                        },
                        false);
    }

    private Admin open() {
        if (admin == null) {
            Map<String, Object> configuration = settings.connection().adminProperties(PATIENCE, PATIENCE);
            configuration.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
            admin = Admin.create(configuration);
        }
        return admin;
    }

    private static Future<Set<String>> topics(Admin admin) {
        return Future.fromCompletionStage(admin.listTopics().names().toCompletionStage());
    }

    private void warnOfMissing(Set<String> there) {
        Set<String> missing = new TreeSet<>(settings.topics());
        missing.removeAll(there);
        missing.forEach(topic -> LOG.atWarn()
                .addKeyValue("topic", topic)
                .log("The topic does not exist yet; its domain events are taken in once it does"));
    }
}
