package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document says which scope an operation needs, and on every operation that is what it takes. */
class ScopesTest {

    private static final ApiUnderTest API = ApiUnderTest.get();
    private static final String INTEGRATOR = API.integrator();
    private static final String REALM = "Bearer realm=\"integrator-webhooks\"";
    private static final List<DocumentedOperation> OPERATIONS = DocumentedOperation.all();

    static Stream<DocumentedOperation> guarded() {
        return OPERATIONS.stream().filter(operation -> scopeOf(operation).isPresent());
    }

    static Stream<DocumentedOperation> open() {
        return OPERATIONS.stream().filter(operation -> scopeOf(operation).isEmpty());
    }

    /** The scope that its own security, or else the document's, asks for; empty when it is open to anybody. */
    private static Optional<String> scopeOf(DocumentedOperation operation) {
        JsonArray security =
                operation.described().getJsonArray("security", ContractClient.DOCUMENT.getJsonArray("security"));
        return security.stream()
                .map(requirement ->
                        ((JsonObject) requirement).getJsonArray("bearer").getString(0))
                .findFirst();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void everyScopeButItsOwnIsNotEnough(DocumentedOperation operation) {
        String needed = scopeOf(operation).orElseThrow();
        Set<String> others =
                new LinkedHashSet<>(List.of("webhooks", "webhooks:", "webhooks:*", "*", "admin", needed + "s"));
        others.add(needed.toUpperCase(Locale.ROOT));
        guarded()
                .flatMap(other -> scopeOf(other).stream())
                .filter(scope -> !scope.equals(needed))
                .forEach(others::add);
        ContractClient client = API.client(API.open, INTEGRATOR, String.join(" ", others));

        HttpResponse<String> response = operation.ask(client);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("www-authenticate"))
                .hasValue(REALM + ", scope=\"" + needed + "\", error=\"insufficient_scope\"");
        assertThat(json(response).getString("error")).isEqualTo("insufficient_scope");
        assertThat(json(response).getString("scope")).isEqualTo(needed);
    }

    /** The stream's answer has no end; that its scope is enough is for its own tests. */
    static Stream<DocumentedOperation> guardedWithAnEnd() {
        return guarded().filter(operation -> !operation.isEndless());
    }

    @ParameterizedTest
    @MethodSource("guardedWithAnEnd")
    void itsOwnScopeIsEnough(DocumentedOperation operation) {
        ContractClient client =
                API.client(API.open, INTEGRATOR, scopeOf(operation).orElseThrow());

        HttpResponse<String> response = operation.ask(client);

        assertThat(response.statusCode()).isNotIn(401, 403);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void noTokenIsRefused(DocumentedOperation operation) {
        HttpResponse<String> response = operation.ask(new ContractClient(API.open, null));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate"))
                .hasValue(REALM + ", scope=\"" + scopeOf(operation).orElseThrow() + "\"");
    }

    @ParameterizedTest
    @MethodSource("open")
    void whatIsOpenAsksForNoToken(DocumentedOperation operation) {
        HttpResponse<String> response = operation.ask(new ContractClient(API.open, null));

        assertThat(response.statusCode()).isNotIn(401, 403);
    }

    @Test
    void onlyDocumentsAreOpenAndOnlyTheOperatorsTreeNeedsNoIntegrator() {
        String nameless = API.issuer.rs256(withoutIntegrator());

        assertThat(open()).allMatch(operation -> operation.path().matches("/(openapi|asyncapi|docs).*"));
        assertThat(guarded().map(operation -> scopeOf(operation).orElseThrow()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("webhooks:read", "webhooks:write", "operator");
        assertThat(guarded()).allSatisfy(operation -> {
            boolean refused =
                    operation.ask(new ContractClient(API.open, nameless)).statusCode() == 401;
            assertThat(refused).isEqualTo(!operation.path().startsWith("/v1/operator/"));
        });
    }

    private static JsonObject withoutIntegrator() {
        JsonObject claims = TokenIssuer.claims("", "webhooks:read webhooks:write operator");
        claims.remove(TokenIssuer.INTEGRATOR_CLAIM);
        return claims;
    }
}
