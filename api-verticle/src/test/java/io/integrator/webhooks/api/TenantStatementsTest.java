package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.settings.EgressSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How long an answer takes tells no more than the answer does: for another integrator's id the database is asked the same, in the
 * same order, as for one that never was.
 */
class TenantStatementsTest {

    private static final ApiUnderTest API = ApiUnderTest.get();
    private static final RecordedStatements STATEMENTS = new RecordedStatements();
    private static final String BASE =
            API.deploy(new EgressSettings(List.of(), true, List.of(), List.of()), STATEMENTS.of(API.pool));
    private static final Tenant OTHER = new Tenant(API);
    private static final Tenant OWN = new Tenant(API);
    private static final ContractClient CLIENT = API.client(BASE, OWN.integrator, "webhooks:read webhooks:write");

    static Stream<DocumentedOperation> operations() {
        return DocumentedOperation.onAnIntegratorsOwn().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anothersIdsAskTheDatabaseTheSameAsThoseThatNeverWere(DocumentedOperation operation) {
        List<String> ofAnother = statementsOf(operation, OTHER.ids());
        List<String> ofNobody = statementsOf(operation, Tenant.nobodysIds());

        assertThat(ofAnother).isNotEmpty().isEqualTo(ofNobody);
    }

    static Stream<DocumentedOperation> operationsBelowAWebhook() {
        return operations().filter(operation -> operation.path().matches(".*webhookId.*(eventId|attemptId).*"));
    }

    @ParameterizedTest
    @MethodSource("operationsBelowAWebhook")
    void soDoAnothersIdsBelowAnOwnWebhook(DocumentedOperation operation) {
        List<String> ofAnother = statementsOf(operation, belowOwnWebhook(OTHER.ids()));
        List<String> ofNobody = statementsOf(operation, belowOwnWebhook(Tenant.nobodysIds()));

        assertThat(ofAnother).isNotEmpty().isEqualTo(ofNobody);
    }

    @Test
    void anOwnIdAsksMore() {
        String attempts = "/v1/integrator/webhooks/%s/attempts";

        STATEMENTS.forget();
        CLIENT.get(attempts.formatted(OWN.webhook()));
        List<String> own = STATEMENTS.all();
        STATEMENTS.forget();
        CLIENT.get(attempts.formatted(OTHER.webhook()));

        assertThat(own).hasSizeGreaterThan(STATEMENTS.all().size());
    }

    private static List<String> statementsOf(DocumentedOperation operation, Map<String, String> ids) {
        STATEMENTS.forget();
        assertThat(operation.ask(CLIENT, ids).statusCode()).isEqualTo(404);
        return STATEMENTS.all();
    }

    private static Map<String, String> belowOwnWebhook(Map<String, String> ids) {
        Map<String, String> below = new HashMap<>(ids);
        below.put("webhookId", OWN.webhook());
        return below;
    }
}
