package io.integrator.webhooks.settings;

import java.util.List;
import java.util.Map;

/**
 * How webhook secrets are sealed at rest.
 *
 * @param masterKeys 32 bytes each, by name; the first seals, all open
 */
public record SecretsSettings(Map<String, byte[]> masterKeys) {

    public static final Setting<Map<String, byte[]>> KEY = Setting.requiredSecret(
            "WEBHOOKS_SECRETS_KEY", SettingType.masterKeys(), "the master keys that webhook secrets are sealed with");

    static final List<Setting<?>> ALL = List.of(KEY);

    static final SettingArea AREA = new SettingArea("Master keys", """
            What signs deliveries is in the database, and opens with these keys only: keep them, and not with the database's backups. They are
            [replaced](security.md#to-replace-the-master-key) while the service runs.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static SecretsSettings read(SettingReader reader) {
        return new SecretsSettings(reader.read(KEY));
    }

    /** With the names of the keys only. */
    @Override
    public String toString() {
        return "SecretsSettings[masterKeys=" + (masterKeys == null ? null : masterKeys.keySet()) + "]";
    }
}
