package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.settings.LoadSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many connections there may be, and how long they may be slow. */
class ConnectionsTest {

    private static final String GET = "GET /docs HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String HALF_A_BODY =
            "POST /v1/integrator/webhooks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{";

    private final ApiUnderTest api = ApiUnderTest.get();
    private final List<RawHttp> connections = new ArrayList<>();

    @AfterEach
    void leave() {
        connections.forEach(RawHttp::close);
    }

    private RawHttp connect(String base) {
        RawHttp connection = new RawHttp(base);
        connections.add(connection);
        return connection;
    }

    @Test
    void oneTooManyIsToldToComeBackAndPlacesAreUsedAgain() {
        String base = api.deploy(new LoadSettings(3, 100, 100, Duration.ofSeconds(75)), api.pool)
                .base();
        for (int i = 0; i < 3; i++) {
            assertThat(connect(base).say(GET).next().status()).isEqualTo(200);
        }

        double refusedBefore = api.counted("webhooks.refused.connections", "server", "api");
        RawHttp.Answer surplus = connect(base).say(GET).next();
        String afterwards = connections.get(3).say(GET).untilClosed();
        connections.get(0).close();

        assertThat(surplus.status()).isEqualTo(503);
        assertThat(api.counted("webhooks.refused.connections", "server", "api") - refusedBefore)
                .isEqualTo(1);
        assertThat(surplus.field("retry-after")).isNotEmpty();
        assertThat(surplus.field("content-type")).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(surplus.json().getString("detail")).contains("as many connections");
        assertThat(afterwards).isEmpty();
        await().until(() -> connect(base).say(GET).next().status() == 200);
        assertThat(connections.get(1).say(GET).next().status()).isEqualTo(200);
    }

    @Test
    void whoIsSlowIsCutOffAndWhoListensIsNot() throws Exception {
        String base = api.deploy(new LoadSettings(100, 100, 100, Duration.ofMillis(1)), api.pool)
                .base();
        String token = api.issuer.rs256(TokenIssuer.claims(api.integrator(), "webhooks:read"));
        try (StreamListener listener = new StreamListener(base, token, "")) {
            await().until(() -> !listener.lastId().isEmpty());
            RawHttp silent = connect(base);
            RawHttp ofHead = connect(base).say("GET /docs HTTP/1.1\r\nHost: x\r\nX:");
            RawHttp ofBody = connect(base).say(HALF_A_BODY);

            await().pollInterval(20, TimeUnit.MILLISECONDS)
                    .until(() -> ofHead.say(" ").isRefused() && ofBody.say(" ").isRefused());

            assertThat(silent.untilClosed()).isEmpty();
            String heard = listener.lastId();
            await().until(() -> Long.parseLong(listener.lastId()) > Long.parseLong(heard));
            assertThat(listener.ended).isNotDone();
        }
    }
}
