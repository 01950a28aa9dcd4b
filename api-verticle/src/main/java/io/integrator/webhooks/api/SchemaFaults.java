package io.integrator.webhooks.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks values against one schema of the contract and says what is wrong in words of our own. Prepared once: vertx-openapi
 * would prepare it for each request, which is most of what a request then costs.
 */
final class SchemaFaults {

    private final JsonObject schema;
    private final Validator validator;

    /** @param schema one of the contract's, references resolved */
    SchemaFaults(OpenAPIContract contract, JsonSchema schema) {
        this.schema = (JsonObject) schema;
        this.validator = contract.getSchemaRepository().validator(schema);
    }

    /** Every fault of the value, each at {@code base} and what leads from there to it. */
    List<Fault> of(Object value, String base) {
        OutputUnit output = validator.validate(value);
        if (output.getValid()) {
            return List.of();
        }
        List<Fault> faults = new ArrayList<>();
        for (OutputUnit error : output.getErrors()) {
            String pointer = base + decode(error.getInstanceLocation());
            faults.addAll(faultsOf(error, pointer));
        }
        return faults;
    }

    /** Nothing for what only says that a part of the value has faults, which are listed by themselves. */
    private List<Fault> faultsOf(OutputUnit error, String pointer) {
        String location = decode(error.getKeywordLocation());
        String keyword = location.substring(location.lastIndexOf('/') + 1);
        Object expected = JsonPointer.from(location.replace("/$ref", "")).queryJson(schema);
        return switch (keyword) {
            case "required" -> missing(error, pointer, (JsonArray) expected);
            // With a schema for them, the value that doesn't fit it is told by itself.
            case "additionalProperties" -> expected instanceof JsonObject ? List.of() : unknown(pointer, location);
            case "type" -> one(pointer, "must be " + typeWords(expected));
            case "enum" -> one(pointer, "must be one of " + join((JsonArray) expected));
            case "minimum" -> one(pointer, "must not be less than " + expected);
            case "maximum" -> one(pointer, "must not be more than " + expected);
            case "maxProperties" -> one(pointer, "must not have more than " + expected + " fields");
            case "maxLength" -> one(pointer, "must not be longer than " + expected + " characters");
            case "pattern" -> one(pointer, "must match " + expected);
            default -> List.of();
        };
    }

    /** The validator names a missing field at the end of its message and nowhere else. */
    private static List<Fault> missing(OutputUnit error, String pointer, JsonArray required) {
        return required.stream()
                .map(String.class::cast)
                .filter(name -> error.getError().endsWith("\"" + name + "\""))
                .map(name -> new Fault(pointer + "/" + name, "is required"))
                .toList();
    }

    /** The validator takes a known field that has a fault for an unknown one as well. */
    private List<Fault> unknown(String pointer, String location) {
        String properties = location.substring(0, location.lastIndexOf('/')) + "/properties";
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        boolean known = JsonPointer.from(properties.replace("/$ref", "")).queryJson(schema) instanceof JsonObject fields
                && fields.containsKey(name);
        return known ? List.of() : one(pointer, "is not a field of this request");
    }

    private static List<Fault> one(String pointer, String detail) {
        return List.of(new Fault(pointer, detail));
    }

    private static String typeWords(Object type) {
        if (type instanceof JsonArray several) {
            return several.stream().map(SchemaFaults::typeWords).collect(Collectors.joining(" or "));
        }
        return switch (String.valueOf(type)) {
            case "null" -> "null";
            case "array", "integer", "object" -> "an " + type;
            default -> "a " + type;
        };
    }

    private static String join(JsonArray values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** From a pointer in the form of a fragment, {@code #/a%20b}, to a plain one. The validator escapes control characters so that it can't be told. */
    private static String decode(String fragment) {
        String pointer = fragment.substring(1);
        try {
            return URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEscaped) {
            return pointer;
        }
    }
}
