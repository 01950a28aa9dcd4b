package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.StreamListener.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.api.ApiUnderTest.Deployed;
import io.integrator.webhooks.settings.ApiSettings;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How streams end, how many there may be, and what becomes of those who don't read. */
class StreamLifeTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final List<StreamListener> listeners = new ArrayList<>();

    @AfterEach
    void leave() {
        listeners.forEach(StreamListener::close);
    }

    private Deployed deploy(Duration heartbeat, int perIntegrator, int inAll) {
        return api.deploy(new ApiSettings(
                10_000, 10_000, List.of(), heartbeat, perIntegrator, inAll, Duration.ofSeconds(15), ApiUnderTest.ROOM));
    }

    private StreamListener listen(String base, String listening, long secondsToLive) {
        String token = api.issuer.rs256(TokenIssuer.claims(listening, "webhooks:read")
                .put("exp", Instant.now().getEpochSecond() + secondsToLive));
        StreamListener listener = new StreamListener(base, token, "");
        listeners.add(listener);
        await().until(() -> !listener.lastId().isEmpty());
        return listener;
    }

    @Test
    void aStreamShowsThatItIsThereAndMovesItsPositionOn() {
        StreamListener listener = listen(deploy(Duration.ofMillis(50), 8, 256).base(), integrator, 600);
        String begun = listener.lastId();

        await().until(() ->
                listener.lines.contains(": heartbeat") && Long.parseLong(listener.lastId()) > Long.parseLong(begun));

        assertThat(listener.events).isEmpty();
    }

    @Test
    void aStreamEndsWithItsToken() throws Exception {
        StreamListener listener = listen(api.open, integrator, 2);

        HttpResponse<Void> ended = listener.ended.get(20, TimeUnit.SECONDS);

        assertThat(ended.statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamThatHasEndedIsMeasuredAsARequest() {
        StreamListener listener = listen(api.open, integrator, 600);
        long before = measured();

        listener.close();

        await().until(() -> measured() > before);
    }

    private long measured() {
        return api
                .metrics
                .find(RequestMetrics.TIMER)
                .tag("operation", "streamActivity")
                .tag("status", "2xx")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void aStopEndsStreamsInOrder() throws Exception {
        Deployed deployed = deploy(Duration.ofSeconds(15), 8, 256);
        StreamListener listener = listen(deployed.base(), integrator, 600);

        api.vertx
                .undeploy(deployed.id())
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        assertThat(listener.ended.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void anIntegratorHasSoManyStreamsAndAnotherWhenOneIsClosed() {
        Deployed deployed = deploy(Duration.ofSeconds(15), 2, 256);
        ContractClient client = api.client(deployed.base(), integrator, "webhooks:read");
        listen(deployed.base(), integrator, 600);
        StreamListener second = listen(deployed.base(), integrator, 600);

        HttpResponse<String> refused = client.get(PATH);
        listen(deployed.base(), api.integrator(), 600);
        second.close();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        await().until(() -> client.send("HEAD", PATH, null).statusCode() == 200);
        listen(deployed.base(), integrator, 600);
    }

    @Test
    void aProcessHasSoManyStreams() {
        Deployed deployed = deploy(Duration.ofSeconds(15), 2, 1);
        listen(deployed.base(), integrator, 600);

        HttpResponse<String> refused =
                api.client(deployed.base(), api.integrator(), "webhooks:read").get(PATH);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void whoeverDoesNotReadIsDroppedAndOthersHearOn() throws IOException {
        AttemptRows rows = new AttemptRows(api, integrator, api.register(api.client(integrator)));
        Deployed deployed = deploy(Duration.ofSeconds(15), 2, 256);
        try (Socket idle = open(deployed.base())) {
            StreamListener reading = listen(deployed.base(), integrator, 600);
            ContractClient client = api.client(deployed.base(), integrator, "webhooks:read");
            assertThat(client.send("HEAD", PATH, null).statusCode()).isEqualTo(429);

            int told = 0;
            while (told < 1_000 && client.send("HEAD", PATH, null).statusCode() == 429) {
                rows.addMany(50, 20_000);
                told += 50;
                int expected = told;
                await().until(() -> reading.attempts().size() == expected);
            }

            // The place of the one that was dropped, which hasn't left, is free.
            assertThat(idle.isClosed()).isFalse();
            await().until(() -> client.send("HEAD", PATH, null).statusCode() == 200);
            String next = rows.add();
            await().until(() -> reading.attempts().contains(next));
            assertThat(reading.of("reset")).isEmpty();
            assertThat(reading.ended).isNotDone();
        }
    }

    /** A client that reads the head of the answer, and nothing after it. */
    private Socket open(String base) throws IOException {
        URI address = URI.create(base);
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        String token = api.issuer.rs256(TokenIssuer.claims(integrator, "webhooks:read"));
        String request = "GET " + PATH + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream answer = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("retry:") < 0) {
            head.append((char) answer.read());
        }
        assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("transfer-encoding: chunked");
        return socket;
    }
}
