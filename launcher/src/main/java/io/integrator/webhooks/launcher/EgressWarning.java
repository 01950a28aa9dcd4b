package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.EgressSettings;
import org.slf4j.Logger;

/** Says loudly that a process may post to where it must not in production (policy.md: url). */
final class EgressWarning {

    private EgressWarning() {}

    /** A line at WARN for each exception that is on; none in production. */
    static void log(Logger log, EgressSettings settings) {
        if (settings.allowHttp()) {
            log.atWarn()
                    .log(
                            "WEBHOOKS_EGRESS_ALLOW_HTTP is true: urls without TLS, of any port and host, are admitted; for development only");
        }
        if (!settings.allow().isEmpty()) {
            log.atWarn()
                    .addKeyValue("networks", settings.allow())
                    .log(
                            "WEBHOOKS_EGRESS_ALLOW is set: these networks are posted to although they are not public; for development only");
        }
    }
}
