package io.integrator.webhooks.launcher;

import io.integrator.webhooks.delivery.DeliverySettings;
import io.integrator.webhooks.settings.KafkaLogin;
import java.util.Optional;
import org.slf4j.Logger;

/** Says loudly that what goes to the database or to Kafka can be read on the way. */
final class TransportWarning {

    private TransportWarning() {}

    /** A line at WARN for each connection that leaves this machine without TLS. */
    static void log(Logger log, ServiceSettings settings) {
        if (settings.postgres().isExposed()) {
            log.atWarn()
                    .log(
                            "WEBHOOKS_POSTGRES_TLS is disable: whoever is on the way to Postgres reads and changes what goes there");
        }
        settings.delivery().map(DeliverySettings::kafka).ifPresent(kafka -> {
            if (kafka.connection().isExposed()) {
                log.atWarn()
                        .log(
                                "WEBHOOKS_KAFKA_TLS is disable: whoever is on the way to Kafka reads and changes what goes there"
                                        + (tellsPassword(kafka.connection().login()) ? ", the password included" : ""));
            }
        });
    }

    private static boolean tellsPassword(Optional<KafkaLogin> login) {
        return login.map(KafkaLogin::mechanism)
                .filter(KafkaLogin.Mechanism.PLAIN::equals)
                .isPresent();
    }
}
