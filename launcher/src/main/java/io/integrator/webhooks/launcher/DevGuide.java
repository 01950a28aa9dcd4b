package io.integrator.webhooks.launcher;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code dev} prints for whoever tries it for the first time: to be typed as it stands.
 *
 * @param settings those that differ from production's
 * @param took     how long the start took
 */
record DevGuide(DevReady ready, Map<String, String> settings, String topic, DevDirectory directory, Duration took) {

    String text() {
        return """
                Integrator Webhooks is ready, after %s s.

                  API         %s
                  management  %s  (/health/live /health/ready /metrics)
                  Kafka       %s  (domain events: %s)
                  Postgres    %s
                  data        %s%s

                Settings that differ from serve's; --set KEY=VALUE changes them:

                %s

                Try it, in another terminal:

                  export TOKEN=%s

                1. Register a webhook, and keep its id and its secret:

                  ID=$(curl -s %s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                    -d '{"url": "http://127.0.0.1:9000/", "events": ["payment.completed"]}' | sed 's/.*"id": *"\\([^"]*\\)".*/\\1/'); echo $ID
                  SECRET=$(curl -s %s/$ID/secret -H "Authorization: Bearer $TOKEN" | sed 's/.*"\\(whsec_[^"]*\\)".*/\\1/'); echo $SECRET

                2. Listen, in a third terminal, with the secret that was just printed:

                  ./webhooks listen --secret whsec_...

                3. Publish an event, and see it arrive, verified:

                  ./webhooks publish payment.completed

                4. Type 500 and Enter where you listen, publish again, and watch failureCount rise until the webhook is disabled:

                  ./webhooks publish payment.completed
                  curl -s %s/$ID -H "Authorization: Bearer $TOKEN"; echo

                5. Type 200 and Enter where you listen, and enable it again; what was held arrives:

                  curl -s -X PATCH %s/$ID -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"disabled": false}'; echo

                An operator's token: ./webhooks token --scope operator. Ctrl-C ends all of it.""".formatted(
                        String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0),
                        ready.url(),
                        ready.managementUrl(),
                        ready.kafka(),
                        topic,
                        ready.postgres(),
                        directory.path(),
                        directory.kept() ? "" : "  (deleted at the end)",
                        shownSettings(),
                        ready.token(),
                        webhooks(),
                        webhooks(),
                        webhooks(),
                        webhooks());
    }

    private String webhooks() {
        return ready.url() + "/v1/integrator/webhooks";
    }

    private String shownSettings() {
        return settings.entrySet().stream()
                .map(setting -> "  " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
    }
}
