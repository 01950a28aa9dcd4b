package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a list is asked with, it has nothing of another integrator's. */
class TenantListsTest {

    private static final ApiUnderTest API = ApiUnderTest.get();
    private static final Tenant OTHER = new Tenant(API);
    private static final Tenant OWN = new Tenant(API);

    /** The paths of the document's lists: those that take a cursor. */
    static Stream<String> lists() {
        return DocumentedOperation.all().stream()
                .filter(operation -> operation.method().equals("GET"))
                .filter(operation -> operation.path().startsWith("/v1/integrator/"))
                .filter(operation -> operation.described().encode().contains("#/components/parameters/PageCursor"))
                .map(DocumentedOperation::path);
    }

    private static String list(String path, Tenant tenant) {
        return path.replace("{webhookId}", tenant.webhook());
    }

    private static String cursor(String path, Tenant tenant) {
        return json(tenant.client.get(list(path, tenant) + "?limit=2")).getString("next");
    }

    @Test
    void theListsAreTheThreeThatAreKnown() {
        assertThat(lists())
                .containsExactlyInAnyOrder(WEBHOOKS, WEBHOOKS + "/{webhookId}/attempts", "/v1/integrator/events");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void anothersCursorGivesNothingOfTheOther(String path) {
        List<String> cursors = lists().map(other -> cursor(other, OTHER)).toList();

        for (String cursor : cursors) {
            HttpResponse<String> response = OWN.client.get(list(path, OWN) + "?cursor=" + cursor);

            assertThat(cursor).isNotNull();
            assertThat(response.statusCode()).isIn(200, 400);
            assertThat(response.body()).doesNotContain(OTHER.traces());
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aCursorThatIsTamperedWithGivesAPageOfTheCallersOrIsRefused(String path) {
        String cursor = cursor(path, OWN);
        List<String> tampered = new ArrayList<>(withEachBitTurned(cursor));
        tampered.addAll(withEachLetterReplaced(cursor));

        for (String other : tampered) {
            HttpResponse<String> response = OWN.client.get(list(path, OWN) + "?cursor=" + other);

            assertThat(response.statusCode()).as(other).isIn(200, 400);
            assertThat(response.body()).as(other).doesNotContain(OTHER.traces());
        }
    }

    private static List<String> withEachBitTurned(String cursor) {
        byte[] bytes = Base64.getUrlDecoder().decode(cursor);
        return IntStream.range(0, bytes.length * Byte.SIZE)
                .mapToObj(bit -> {
                    byte[] turned = bytes.clone();
                    turned[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
                    return TokenIssuer.base64(turned);
                })
                .toList();
    }

    private static List<String> withEachLetterReplaced(String cursor) {
        return IntStream.range(0, cursor.length())
                .mapToObj(place -> cursor.substring(0, place) + "." + cursor.substring(place + 1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=5", "outcome=http_status", "type=payment.completed", "since=2020-01-01T00:00:00Z"})
    void anothersEventIdChoosesAsOneThatNeverWas(String more) {
        String attempts = WEBHOOKS + "/" + OWN.webhook() + "/attempts?" + more + "&eventId=";

        HttpResponse<String> ofAnother = OWN.client.get(attempts + OTHER.events.get(0));
        HttpResponse<String> ofNobody = OWN.client.get(attempts + "evt-" + UUID.randomUUID());
        HttpResponse<String> own = OWN.client.get(attempts + OWN.events.get(0));

        assertThat(ofAnother.body()).isEqualTo(ofNobody.body()).isEqualTo("{\"data\":[],\"next\":null}");
        assertThat(json(own).getJsonArray("data")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                WEBHOOKS + "?disabled=false",
                WEBHOOKS + "?disabled=true",
                WEBHOOKS + "?limit=100",
                WEBHOOKS + "/WEBHOOK/attempts?outcome=http_status",
                WEBHOOKS + "/WEBHOOK/attempts?type=payment.completed&limit=100",
                WEBHOOKS + "/WEBHOOK/attempts?since=2020-01-01T00:00:00Z",
                "/v1/integrator/events?type=payment.completed",
                "/v1/integrator/events?since=2020-01-01T00:00:00Z&until=2099-01-01T00:00:00Z&limit=100"
            })
    void noFilterLetsAnythingOfAnothersThrough(String path) {
        HttpResponse<String> response = OWN.client.get(path.replace("WEBHOOK", OWN.webhook()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain(OTHER.traces());
    }

    @Test
    void aStreamThatIsResumedWhereAnothersWasTellsWhatTheCallerMissedAndNothingElse() {
        String position;
        try (StreamListener others = listen(OTHER, "")) {
            position = others.lastId();
        }
        String missedByTheOther = new AttemptRows(API, OTHER.integrator, OTHER.webhook()).add();
        String missed = new AttemptRows(API, OWN.integrator, OWN.webhook()).add();

        try (StreamListener resumed = listen(OWN, position)) {
            await().until(() -> resumed.attempts().contains(missed));

            assertThat(resumed.attempts()).doesNotContain(missedByTheOther);
            assertThat(String.join("\n", resumed.lines)).doesNotContain(OTHER.traces());
        }
    }

    private static StreamListener listen(Tenant tenant, String lastEventId) {
        String token = API.issuer.rs256(TokenIssuer.claims(tenant.integrator, "webhooks:read"));
        StreamListener listener = new StreamListener(API.open, token, lastEventId);
        await().until(() -> !listener.lastId().isEmpty());
        return listener;
    }
}
