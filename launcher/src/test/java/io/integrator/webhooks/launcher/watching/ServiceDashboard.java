package io.integrator.webhooks.launcher.watching;

import java.util.List;

/** What {@code docker/grafana/dashboards/webhooks.json} shows. */
final class ServiceDashboard {

    static final Dashboard DASHBOARD = new Dashboard(
            "integrator-webhooks",
            "Integrator Webhooks",
            List.of(
                    DeliverySections.OVERVIEW,
                    DeliverySections.OWED,
                    DeliverySections.INTAKE,
                    DeliverySections.SENDING,
                    DeliverySections.JOURNAL,
                    ProcessSections.WEBHOOKS,
                    ProcessSections.API,
                    ProcessSections.PROCESSES));

    private ServiceDashboard() {}
}
