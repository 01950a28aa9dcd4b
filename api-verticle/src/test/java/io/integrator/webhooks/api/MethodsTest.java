package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every path of the document, by every method: those that it has, those that follow, and those that there aren't. */
class MethodsTest {

    private static final List<String> METHODS = List.of("DELETE", "GET", "PATCH", "POST", "PUT");

    /** What differs between two answers to the same request. */
    private static final Set<String> OF_THE_MOMENT = Set.of("ratelimit-remaining", "ratelimit-reset");

    private final ApiUnderTest api = ApiUnderTest.get();
    private final ContractClient anybody = new ContractClient(api.open, null);

    static Stream<String> paths() {
        return ContractClient.DOCUMENT.getJsonObject("paths").fieldNames().stream();
    }

    private static Set<String> documented(String path) {
        JsonObject operations = ContractClient.DOCUMENT.getJsonObject("paths").getJsonObject(path);
        return new TreeSet<>(METHODS.stream()
                .filter(method -> operations.containsKey(method.toLowerCase(Locale.ROOT)))
                .toList());
    }

    private static String allowed(String path) {
        Set<String> methods = documented(path);
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }

    private static String filled(String path, String webhookId) {
        return path.replace("{webhookId}", webhookId)
                .replace("{file}", "swagger-ui.css")
                .replaceAll("\\{\\w+}", "1");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void optionsTellsAnybodyTheMethods(String path) {
        HttpResponse<String> response = anybody.send("OPTIONS", filled(path, "1"), null);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("allow")).hasValue(allowed(path));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aMethodThatThereIsNotIs405(String path) {
        Set<String> missing = new TreeSet<>(METHODS);
        missing.removeAll(documented(path));

        assertThat(missing).allSatisfy(method -> {
            HttpResponse<String> response = anybody.send(method, filled(path, "1"), null);
            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(response.headers().firstValue("allow")).hasValue(allowed(path));
        });
    }

    @ParameterizedTest
    @MethodSource("paths")
    void headIsGetWithoutItsBody(String path) {
        ContractClient client = api.client(api.open, api.integrator(), "webhooks:read webhooks:write operator");
        String filled = filled(path, api.register(client));
        HttpResponse<String> head = client.send("HEAD", filled, null);

        if (!documented(path).contains("GET")) {
            assertThat(head.statusCode()).isEqualTo(405);
        } else if (!isStream(path)) {
            HttpResponse<String> get = client.get(filled);
            assertThat(head.statusCode()).isEqualTo(get.statusCode());
            assertThat(lasting(head)).isEqualTo(lasting(get)).containsKey("content-length");
        }
    }

    /** It has no end to wait for. */
    private static boolean isStream(String path) {
        return ContractClient.DOCUMENT
                .getJsonObject("paths")
                .getJsonObject(path)
                .encode()
                .contains("text/event-stream");
    }

    private static Map<String, List<String>> lasting(HttpResponse<String> response) {
        Map<String, List<String>> fields = new TreeMap<>(response.headers().map());
        fields.keySet().removeAll(OF_THE_MOMENT);
        return fields;
    }

    @ParameterizedTest
    @MethodSource("paths")
    void headNeedsATokenWhereGetDoes(String path) {
        if (documented(path).contains("GET") && !path.startsWith("/v1")) {
            assertThat(anybody.send("HEAD", filled(path, "1"), null).statusCode())
                    .isEqualTo(200);
        } else if (documented(path).contains("GET")) {
            assertThat(anybody.send("HEAD", filled(path, "1"), null).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void optionsOnAnUnknownPathIs404() {
        HttpResponse<String> response = anybody.send("OPTIONS", WEBHOOKS + "/1/2/3", null);

        assertThat(response.statusCode()).isEqualTo(404);
    }
}
