package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.domain.TraceContext;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request to an operation, authenticated and without a fault in the eyes of the contract.
 *
 * @param caller     who asks
 * @param parameters path, query and header parameters that were given, by name as the contract spells it: a String, a Long, a
 *                   Boolean or an Instant as the contract has it
 * @param body       empty when the operation has none
 * @param trace      what is brought about by it goes on from; empty when it isn't traced
 */
record Call(Caller caller, Map<String, Object> parameters, JsonObject body, Optional<TraceContext> trace) {

    Call {
        requireNonNull(caller, "caller");
        requireNonNull(body, "body");
        requireNonNull(trace, "trace");
        parameters = Map.copyOf(parameters);
    }

    /** One that isn't traced. */
    Call(Caller caller, Map<String, Object> parameters, JsonObject body) {
        this(caller, parameters, body, Optional.empty());
    }

    /** A parameter of type string that the contract requires. */
    String text(String name) {
        return (String) requireNonNull(parameters.get(name), name);
    }

    /** A parameter of type string. */
    Optional<String> optionalText(String name) {
        return Optional.ofNullable((String) parameters.get(name));
    }

    /** A parameter of type string and format date-time. */
    Optional<Instant> optionalInstant(String name) {
        return Optional.ofNullable((Instant) parameters.get(name));
    }

    /** A parameter of type boolean. */
    Optional<Boolean> optionalFlag(String name) {
        return Optional.ofNullable((Boolean) parameters.get(name));
    }

    /** A parameter of type integer. */
    Optional<Integer> optionalInteger(String name) {
        return Optional.ofNullable((Long) parameters.get(name)).map(Math::toIntExact);
    }

    /** Without parameters and body: urls, header fields and payloads may be in them. */
    @Override
    public String toString() {
        return "Call[caller=" + caller + "]";
    }
}
