package io.integrator.webhooks.api;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Parameter;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one path, query or header parameter as the contract has it. */
final class ParameterCheck {

    private static final String DATE_TIME = "date-time";
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");

    private final Parameter parameter;
    private final SchemaFaults schema;
    private final String pointer;

    ParameterCheck(OpenAPIContract contract, Parameter parameter) {
        this.parameter = parameter;
        this.schema = new SchemaFaults(contract, parameter.getSchema());
        this.pointer = parameter.getIn().name().toLowerCase(Locale.ROOT) + '/' + parameter.getName();
    }

    String name() {
        return parameter.getName();
    }

    /** Whether this is the query parameter of that name. */
    boolean isQuery(String name) {
        return parameter.getIn() == Location.QUERY && parameter.getName().equals(name);
    }

    /** Every text that a request gives for it, escapes decoded. */
    List<String> textsOf(RoutingContext context, MultiMap query) {
        return switch (parameter.getIn()) {
            case QUERY -> query.getAll(name());
            case HEADER -> context.request().headers().getAll(name());
            default -> List.of(context.pathParam(name()));
        };
    }

    /**
     * The value, a String, Long, Boolean or Instant; empty when there is none or it has faults, which are added.
     *
     * @param texts every text that was given for it, escapes decoded
     */
    Optional<Object> read(List<String> texts, List<Fault> faults) {
        if (texts.isEmpty()) {
            if (parameter.isRequired()) {
                faults.add(new Fault(pointer, "is required"));
            }
            return Optional.empty();
        }
        if (texts.size() > 1) {
            faults.add(new Fault(pointer, "must be given once"));
            return Optional.empty();
        }
        Object value = typed(texts.get(0));
        List<Fault> found = schema.of(value, pointer);
        faults.addAll(found);
        return found.isEmpty() ? asTime(value, faults) : Optional.empty();
    }

    private Optional<Object> asTime(Object value, List<Fault> faults) {
        if (!DATE_TIME.equals(parameter.getSchema().get("format"))) {
            return Optional.of(value);
        }
        try {
            return Optional.of(OffsetDateTime.parse((String) value).toInstant());
        } catch (DateTimeParseException e) {
            faults.add(new Fault(pointer, "must be a time such as 2026-11-24T09:30:00Z"));
            return Optional.empty();
        }
    }

    /** What isn't of the type stays the text that it is, for the schema to refuse. */
    private Object typed(String text) {
        SchemaType type = parameter.getSchemaType();
        if (type == SchemaType.INTEGER && INTEGER.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        if (type == SchemaType.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        return text;
    }
}
