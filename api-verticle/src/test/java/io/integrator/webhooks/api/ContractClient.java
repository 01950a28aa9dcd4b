package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A client that accepts no answer which the OpenAPI document doesn't have: status, media type, headers and body. */
final class ContractClient {

    static final JsonObject DOCUMENT = document();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String base;
    private final String token;

    /** @param token null for none */
    ContractClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    private static JsonObject document() {
        try (InputStream yaml = ContractClient.class.getClassLoader().getResourceAsStream(Contract.RESOURCE)) {
            return Contract.parse(Buffer.buffer(yaml.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, null);
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, body, "Content-Type", "application/json");
    }

    HttpResponse<String> patch(String path, String body) {
        return send("PATCH", path, body, "Content-Type", "application/json");
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", path, null);
    }

    /** @param headers names and values in turn */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            verify(method, path, response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    /** Fails when the document doesn't have this answer. */
    static void verify(String method, String path, HttpResponse<String> response) {
        assertThat(response.headers().map()).as("head of %s", response).doesNotContainKey("location");
        JsonObject described = dereference(describedResponse(method, path, response.statusCode()));
        verifyHeaders(described.getJsonObject("headers", new JsonObject()), response);
        JsonObject content = described.getJsonObject("content");
        if (content == null) {
            assertThat(response.body()).as("body of %s", response).isEmpty();
            return;
        }
        String mediaType = response.headers().firstValue("content-type").orElse("");
        assertThat(content.fieldNames()).as("media types of %s", response).contains(mediaType);
        if (method.equals("HEAD")) {
            assertThat(response.body()).as("body of %s", response).isEmpty();
            return;
        }
        Object body = mediaType.endsWith("json") ? Json.decodeValue(response.body()) : response.body();
        JsonObject schema = content.getJsonObject(mediaType).getJsonObject("schema");
        verifyBody(schema, body);
        if (mediaType.equals(Problem.MEDIA_TYPE)) {
            assertThat(((JsonObject) body).getInteger("status")).isEqualTo(response.statusCode());
        }
    }

    static void verifyBody(JsonObject schema, Object body) {
        JsonObject whole = schema.copy()
                .put(
                        "components",
                        new JsonObject()
                                .put("schemas", pointed("/components/schemas").copy()));
        // The validator's regular expression for a uri overflows the stack on a long one.
        Contract.dropFormats(whole);
        OutputUnit output = Validator.create(
                        JsonSchema.of(whole),
                        new JsonSchemaOptions()
                                .setBaseUri("https://contract.example.com")
                                .setDraft(Draft.DRAFT202012)
                                .setOutputFormat(OutputFormat.Basic))
                .validate(body);
        assertThat(output.getErrors()).as("faults of %s", body).isNull();
    }

    private static void verifyHeaders(JsonObject described, HttpResponse<String> response) {
        described.stream()
                .filter(header -> dereference((JsonObject) header.getValue()).getBoolean("required", true))
                .forEach(header -> assertThat(response.headers().firstValue(header.getKey()))
                        .as("header %s of %s", header.getKey(), response)
                        .isPresent());
    }

    private static JsonObject describedResponse(String method, String path, int status) {
        String plain = path.replaceFirst("\\?.*", "");
        for (Map.Entry<String, Object> entry : DOCUMENT.getJsonObject("paths")) {
            if (plain.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                return ofPath((JsonObject) entry.getValue(), method, status);
            }
        }
        assertThat(status).as("status of a path that isn't in the document").isIn(404, 413, 415, 400);
        return status == 404
                ? pointed("/components/responses/PathNotFound")
                : ofPath(pointed("/paths").getJsonObject("/v1/integrator/webhooks"), "POST", status);
    }

    private static JsonObject ofPath(JsonObject path, String method, int status) {
        if (method.equals("OPTIONS")) {
            assertThat(status).isEqualTo(204);
            return new JsonObject().put("headers", new JsonObject().put("Allow", new JsonObject()));
        }
        JsonObject operation = path.getJsonObject(method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT));
        if (operation == null) {
            assertThat(status)
                    .as("status of %s, which isn't in the document", method)
                    .isEqualTo(405);
            return pointed("/components/responses/MethodNotAllowed");
        }
        JsonObject response = operation.getJsonObject("responses").getJsonObject(String.valueOf(status));
        assertThat(response)
                .as("status %s of %s", status, operation.getString("operationId"))
                .isNotNull();
        return response;
    }

    private static JsonObject dereference(JsonObject described) {
        String reference = described.getString("$ref");
        return reference == null ? described : pointed(reference.substring(1));
    }

    private static JsonObject pointed(String pointer) {
        return (JsonObject) JsonPointer.from(pointer).queryJson(DOCUMENT);
    }
}
