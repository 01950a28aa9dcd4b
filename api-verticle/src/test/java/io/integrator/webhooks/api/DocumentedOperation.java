package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An operation as the OpenAPI document has it.
 *
 * @param path      with its parameters in braces
 * @param described what the document says of it
 */
record DocumentedOperation(String method, String path, JsonObject described) {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** All of the document's. */
    static List<DocumentedOperation> all() {
        return ContractClient.DOCUMENT.getJsonObject("paths").stream()
                .flatMap(path -> ((JsonObject) path.getValue())
                        .stream()
                                .filter(entry -> METHODS.contains(entry.getKey()))
                                .map(entry -> new DocumentedOperation(
                                        entry.getKey().toUpperCase(Locale.ROOT), path.getKey(), (JsonObject)
                                                entry.getValue())))
                .toList();
    }

    /** Those that an integrator asks, of something that has an id. */
    static List<DocumentedOperation> onAnIntegratorsOwn() {
        return all().stream()
                .filter(operation -> operation.path.startsWith("/v1/integrator/") && operation.path.contains("{"))
                .toList();
    }

    /** Whether its answer goes on and on. */
    boolean isEndless() {
        return described
                .getJsonObject("responses")
                .getJsonObject("200", new JsonObject())
                .getJsonObject("content", new JsonObject())
                .containsKey("text/event-stream");
    }

    /** Asks it about what isn't there, without a body. */
    HttpResponse<String> ask(ContractClient client) {
        return client.send(method, path.replaceAll("\\{\\w+}", "none"), null);
    }

    /** Asks it about what has these ids, with the document's first example for a body. */
    HttpResponse<String> ask(ContractClient client, Map<String, String> ids, String... fields) {
        String body = body();
        String[] head = fields;
        if (!body.isEmpty()) {
            head = Arrays.copyOf(fields, fields.length + 2);
            head[fields.length] = "Content-Type";
            head[fields.length + 1] = "application/json";
        }
        return client.send(method, filled(ids), body.isEmpty() ? null : body, head);
    }

    private String filled(Map<String, String> ids) {
        String filled = path;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        }
        return filled;
    }

    private String body() {
        JsonObject request = described.getJsonObject("requestBody");
        if (request == null) {
            return "";
        }
        JsonObject examples = request.getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("examples");
        String first = examples.fieldNames().iterator().next();
        return examples.getJsonObject(first).getJsonObject("value").encode();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
