package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Checks the requests of one operation against the contract. It takes the place of the router's own validation, which stops
 * at the first fault, lets repeated names pass and decodes parameters twice.
 */
final class RequestChecks {

    private static final String JSON = "application/json";
    private static final Pattern JSON_IN_UTF_8 =
            Pattern.compile("(?i)application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?;?\\s*");

    private final List<ParameterCheck> parameters;
    private final Optional<SchemaFaults> body;
    private final boolean bodyRequired;
    private final Function<Call, Future<List<Fault>>> rule;

    /** @param rule finds the faults that a schema can't tell; sees what could be read of a request, faults or none */
    RequestChecks(OpenAPIContract contract, Operation operation, Function<Call, Future<List<Fault>>> rule) {
        this.parameters = operation.getParameters().stream()
                .map(parameter -> new ParameterCheck(contract, parameter))
                .toList();
        this.body = Optional.ofNullable(operation.getRequestBody()).map(described -> {
            MediaType json = described.getContent().get(JSON);
            return new SchemaFaults(contract, json.getSchema());
        });
        this.bodyRequired =
                operation.getRequestBody() != null && operation.getRequestBody().isRequired();
        this.rule = rule;
    }

    /** The request as its operation takes it; fails with a {@link ProblemException} that names every fault. */
    Future<Call> check(RoutingContext context, Caller caller) {
        List<Fault> faults = new ArrayList<>();
        Map<String, Object> given = readParameters(context, faults);
        JsonObject document =
                body.map(schema -> readBody(context, schema, faults)).orElseGet(JsonObject::new);
        Call call = new Call(caller, given, document, RequestSpans.contextOf(context));
        return rule.apply(call).map(more -> {
            faults.addAll(more);
            if (!faults.isEmpty()) {
                throw new ProblemException(Problem.badRequest(firstOfEachPointer(faults)));
            }
            return call;
        });
    }

    private Map<String, Object> readParameters(RoutingContext context, List<Fault> faults) {
        MultiMap query = queryOf(context, faults);
        query.names().stream()
                .filter(name -> parameters.stream().noneMatch(parameter -> parameter.isQuery(name)))
                .forEach(name -> faults.add(new Fault("query/" + name, "is not a parameter of this operation")));
        Map<String, Object> given = new HashMap<>();
        for (ParameterCheck parameter : parameters) {
            parameter
                    .read(parameter.textsOf(context, query), faults)
                    .ifPresent(value -> given.put(parameter.name(), value));
        }
        return given;
    }

    private static MultiMap queryOf(RoutingContext context, List<Fault> faults) {
        try {
            return context.queryParams();
        } catch (RuntimeException e) {
            // Escapes that are none. Which exception the router throws for them is no part of its interface.
            faults.add(new Fault("query", "is not well-formed"));
            return MultiMap.caseInsensitiveMultiMap();
        }
    }

    /** What isn't there and needn't be is read as an object without fields. */
    private JsonObject readBody(RoutingContext context, SchemaFaults schema, List<Fault> faults) {
        Buffer bytes = context.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            if (bodyRequired) {
                faults.add(new Fault("", "is required"));
            }
            return new JsonObject();
        }
        requireJson(context.request());
        StrictJson.Reading reading = StrictJson.read(bytes);
        faults.addAll(reading.faults());
        if (reading.whole()) {
            faults.addAll(schema.of(reading.value(), ""));
        }
        return reading.value() instanceof JsonObject object ? object : new JsonObject();
    }

    private static void requireJson(HttpServerRequest request) {
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        if (!plain || contentType == null || !JSON_IN_UTF_8.matcher(contentType).matches()) {
            throw new ProblemException(Problem.unsupportedMediaType());
        }
    }

    /** Two checks can object to one value; the first says it best. */
    private static List<Fault> firstOfEachPointer(List<Fault> faults) {
        Map<String, Fault> byPointer = new LinkedHashMap<>();
        faults.forEach(fault -> byPointer.putIfAbsent(fault.pointer(), fault));
        return List.copyOf(byPointer.values());
    }
}
