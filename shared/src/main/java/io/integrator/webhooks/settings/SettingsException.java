package io.integrator.webhooks.settings;

import java.util.List;

/** The settings don't allow a start. The message has a line for each fault. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
