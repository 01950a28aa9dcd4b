package io.integrator.webhooks.launcher;

import io.integrator.webhooks.domain.EventType;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an event type by the name that the contract gives it. */
final class EventTypeNames implements ITypeConverter<EventType>, Iterable<String> {

    @Override
    public EventType convert(String text) {
        return EventType.ofWireName(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is none of " + String.join(", ", EventType.wireNames())));
    }

    @Override
    public Iterator<String> iterator() {
        return EventType.wireNames().iterator();
    }
}
