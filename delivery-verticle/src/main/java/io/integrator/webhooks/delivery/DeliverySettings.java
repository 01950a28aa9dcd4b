package io.integrator.webhooks.delivery;

import io.integrator.webhooks.settings.BreakerSettings;
import io.integrator.webhooks.settings.DisableSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.KafkaSettings;
import io.integrator.webhooks.settings.RetrySettings;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.settings.WorkerSettings;

/** The areas of settings that a delivery worker needs. */
public record DeliverySettings(
        KafkaSettings kafka,
        SendSettings send,
        RetrySettings retry,
        BreakerSettings breaker,
        DisableSettings disable,
        EgressSettings egress,
        WorkerSettings worker) {

    /** Reads them; faults are left with the reader. */
    public static DeliverySettings read(SettingReader reader) {
        return new DeliverySettings(
                KafkaSettings.read(reader),
                SendSettings.read(reader),
                RetrySettings.read(reader),
                BreakerSettings.read(reader),
                DisableSettings.read(reader),
                EgressSettings.read(reader),
                WorkerSettings.read(reader));
    }
}
