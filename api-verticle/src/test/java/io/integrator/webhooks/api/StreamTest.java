package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.StreamListener.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream tells, and that it loses nothing. */
class StreamTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final String webhook = api.register(client);
    private final AttemptRows rows = new AttemptRows(api, integrator, webhook);
    private final List<StreamListener> listeners = new ArrayList<>();

    @AfterEach
    void leave() {
        listeners.forEach(StreamListener::close);
    }

    private StreamListener listen(String base, String lastEventId) {
        String token = api.issuer.rs256(TokenIssuer.claims(integrator, "webhooks:read"));
        StreamListener listener = new StreamListener(base, token, lastEventId);
        listeners.add(listener);
        await().until(() -> !listener.lastId().isEmpty());
        return listener;
    }

    private StreamListener listen() {
        return listen(api.open, "");
    }

    @Test
    void anAttemptIsToldAsTheLogHasIt() {
        StreamListener listener = listen();

        String id = rows.add();

        await().until(() -> listener.attempts().contains(id));
        JsonObject told = listener.of("attempt").get(0);
        assertThat(told.getString("webhookId")).isEqualTo(webhook);
        assertThat(told.getJsonObject("attempt").getString("eventId")).isEqualTo(rows.eventId());
        assertThat(told.getJsonObject("attempt").getString("type")).isEqualTo("payment.completed");
        assertThat(told.getJsonObject("attempt").getInteger("status")).isEqualTo(500);
        assertThat(listener.lines.get(0)).matches("retry: [0-9]+");
    }

    @Test
    void aSlowAttemptIsToldAfterOnesThatBeganLaterAndEachOnce() {
        StreamListener listener = listen();
        String quick = rows.add();
        await().until(() -> listener.attempts().contains(quick));

        String slow = rows.add(Duration.ofSeconds(15));
        await().until(() -> listener.attempts().contains(slow));
        String last = rows.add();

        await().until(() -> listener.attempts().contains(last));
        assertThat(listener.attempts()).containsExactly(quick, slow, last);
    }

    @Test
    void aStreamBeginsWithTheWebhooksAndTellsTheirChanges() {
        StreamListener listener = listen();
        assertThat(listener.of("webhook"))
                .singleElement()
                .satisfies(begun -> assertThat(begun.getInteger("failureCount")).isZero());

        rows.countFailures(3);
        await().until(() -> listener.of("webhook").size() == 2);
        client.patch(WEBHOOKS + "/" + webhook, "{\"disabled\": true}");
        await().until(() -> listener.of("webhook").size() == 3);
        client.delete(WEBHOOKS + "/" + webhook);
        await().until(() -> !listener.of("deleted").isEmpty());

        assertThat(listener.of("webhook").get(1).getInteger("failureCount")).isEqualTo(3);
        assertThat(listener.of("webhook").get(2).getBoolean("disabled")).isTrue();
        assertThat(listener.of("deleted").get(0).getString("id")).isEqualTo(webhook);
    }

    @Test
    void theProcessesOfOneDatabaseTellTheSame() {
        StreamListener here = listen(api.open, "");
        StreamListener there = listen(api.strict, "");

        String id = rows.add();
        String registered = api.register(client);

        for (StreamListener listener : List.of(here, there)) {
            await().until(() -> listener.attempts().contains(id));
            await().until(() -> listener.of("webhook").stream()
                    .anyMatch(told -> told.getString("id").equals(registered)));
        }
    }

    @Test
    void whatHappensToOthersIsNotTold() {
        String other = api.integrator();
        AttemptRows others = new AttemptRows(api, other, api.register(api.client(other)));
        StreamListener listener = listen();

        others.add();
        others.countFailures(5);
        String own = rows.add();

        await().until(() -> listener.attempts().contains(own));
        assertThat(listener.attempts()).containsExactly(own);
        assertThat(listener.of("webhook")).hasSize(1);
    }

    @Test
    void aStreamThatIsResumedLeavesNothingOut() {
        StreamListener before = listen();
        String told = rows.add();
        await().until(() -> before.attempts().contains(told));
        before.close();

        List<String> missed = IntStream.range(0, 20).mapToObj(i -> rows.add()).toList();
        String slow = rows.add(Duration.ofSeconds(14));
        StreamListener after = listen(api.strict, before.lastId());

        await().until(() -> after.attempts().containsAll(missed));
        assertThat(after.attempts()).contains(slow).doesNotHaveDuplicates();
        assertThat(after.of("reset")).isEmpty();
        String next = rows.add();
        await().until(() -> after.attempts().contains(next));
    }

    @Test
    void whoeverBreaksOffAgainAndAgainHearsEverything() {
        List<String> recorded = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        String lastId = listen().lastId();

        for (int round = 0; round < 6; round++) {
            IntStream.range(0, 30).forEach(i -> recorded.add(rows.add()));
            StreamListener listener = listen(round % 2 == 0 ? api.open : api.strict, lastId);
            recorded.add(rows.add());
            listener.close();
            heard.addAll(listener.attempts());
            lastId = listener.lastId();
        }

        StreamListener last = listen(api.open, lastId);
        await().until(() -> {
            List<String> all = new ArrayList<>(heard);
            all.addAll(last.attempts());
            return all.containsAll(recorded);
        });
    }

    @Test
    void whatIsTooOldOrNoPositionIsToldToList() {
        for (String position : List.of("1795426200", "garbage", "999999999999999", "9".repeat(64))) {
            StreamListener listener = listen(api.open, position);

            assertThat(listener.of("reset"))
                    .as(position)
                    .singleElement()
                    .satisfies(reset -> assertThat(reset.getString("reason")).contains("can't be resumed"));
            listener.close();
        }
    }

    @Test
    void moreThanAStreamTellsIsToBeListedAndTheStreamGoesOn() {
        StreamListener before = listen();
        rows.addMany(1_001, 1);
        await().until(() -> !before.of("reset").isEmpty());

        StreamListener after = listen(api.open, before.lastId());
        String next = rows.add();

        assertThat(after.of("reset")).hasSize(1);
        await().until(() -> before.attempts().contains(next) && after.attempts().contains(next));
        assertThat(before.attempts()).containsExactly(next);
    }

    @Test
    void aPositionThatIsTooLongIs400AndAnotherScope403() {
        HttpResponse<String> tooLong = client.send("GET", PATH, null, "Last-Event-ID", "1".repeat(65));
        HttpResponse<String> scopeless =
                api.client(api.open, integrator, "webhooks:write").get(PATH);

        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(scopeless.statusCode()).isEqualTo(403);
    }

    @Test
    void headIsAnsweredWithoutAStream() {
        HttpResponse<String> head = client.send("HEAD", PATH, null);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(head.headers().firstValue("cache-control")).hasValue("no-store");
    }
}
