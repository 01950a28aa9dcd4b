package io.integrator.webhooks.settings;

import java.util.List;

/**
 * How what was held goes out after an enable (policy.md: enable).
 *
 * @param rate deliveries a second to start with
 */
public record BacklogSettings(int rate) {

    public static final Setting<Integer> RATE = Setting.of(
            "WEBHOOKS_BACKLOG_RATE",
            SettingType.integer(1, 100_000),
            "10",
            "deliveries a second that a webhook's held backlog starts with; it ramps up from there");

    static final List<Setting<?>> ALL = List.of(RATE);

    static final SettingArea AREA = new SettingArea("Held backlogs", """
            What was held goes out oldest first when its webhook is enabled, slowly to begin with.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static BacklogSettings read(SettingReader reader) {
        return new BacklogSettings(reader.readOr(RATE, 0));
    }
}
