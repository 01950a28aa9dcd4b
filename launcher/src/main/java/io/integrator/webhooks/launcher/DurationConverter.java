package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.SettingType;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the durations of the command line as those of settings are read. */
public final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        SettingType<Duration> type = SettingType.durationOrNone();
        try {
            return type.parser().apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is not " + type.form());
        }
    }
}
