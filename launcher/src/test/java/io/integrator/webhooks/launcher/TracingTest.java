package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.launcher.OtlpReceiver.Received;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PUBLISHING = "00f067aa0ba902b7";
    private static final Map<String, String> PUBLISHED =
            Map.of("traceparent", "00-" + TRACE + "-" + PUBLISHING + "-01", "tracestate", "vendor=value");

    private static final String ASKING_TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String ASKING = "b7ad6b7169203331";
    private static final Map<String, String> ASKED = Map.of("traceparent", "00-" + ASKING_TRACE + "-" + ASKING + "-01");

    private TracedSite site;

    @BeforeEach
    void site(@TempDir Path directory) throws IOException {
        site = new TracedSite(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aRetryByAnotherProcessBelongsToTheTraceInWhichTheEventWasPublished() {
        site.start();
        site.register("payment.completed");
        site.answers(500);
        site.publish(PUBLISHED);
        await().until(() -> site.count("owed") == 1);
        site.stop();

        site.answers(200);
        site.run("update owed set due_at = now(); update lane set due_at = now()");
        site.start();
        await().until(() -> site.count("owed") == 0);
        site.stop();

        List<Received> trace = site.receiver().trace(TRACE);
        assertThat(trace).extracting(Received::name).containsExactly("POST", "process " + topicOf(trace), "POST");
        Received process = trace.get(1);
        Received first = trace.get(0);
        Received retry = trace.get(2);
        assertThat(process.parentId()).isEqualTo(PUBLISHING);
        assertThat(process.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
        assertThat(List.of(first, retry)).allSatisfy(post -> {
            assertThat(post.parentId()).isEqualTo(process.id());
            assertThat(post.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        });
        assertThat(first.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(first.attributes())
                .containsEntry("http.response.status_code", "500")
                .containsEntry("error.type", "500")
                .containsEntry("webhooks.attempt.trigger", "first");
        assertThat(retry.attributes())
                .containsEntry("http.response.status_code", "200")
                .containsEntry("http.request.resend_count", "1")
                .containsEntry("webhooks.attempt.trigger", "retry")
                .containsEntry("webhooks.attempt.outcome", "ok");
        assertThat(first.process().get("service.instance.id"))
                .isNotEqualTo(retry.process().get("service.instance.id"));
        assertThat(site.posts())
                .extracting(post -> post.get("traceparent"))
                .containsExactly(traceparent(first), traceparent(retry));
        assertThat(site.posts()).extracting(post -> post.get("tracestate")).containsOnly("vendor=value");
        assertThat(site.receiver().keys()).isNotEmpty().containsOnly("hush");
        assertThat(site.receiver().all().toString()).doesNotContain("-secret");
    }

    @Test
    void whatARequestAsksForGoesOnFromIt() {
        site.start();
        String webhook = site.register("payment.completed");
        String event = site.publish(PUBLISHED);
        await().until(() -> site.count("attempt") == 1);
        String path = "/v1/integrator/webhooks/" + webhook;

        site.call(path + "/events/" + event + "/resend", "", ASKED);
        await().until(() -> site.count("attempt") == 2);
        site.call(path + "/test", "", ASKED);
        site.run("delete from attempt");
        JsonObject missed = new JsonObject()
                .put("since", Instant.now().minusSeconds(600).toString())
                .put("only", "missed");
        site.call(path + "/recover", missed.encode(), ASKED);
        await().until(() -> site.count("attempt") == 1);
        site.stop();

        List<Received> trace = site.receiver().trace(ASKING_TRACE);
        assertThat(trace)
                .filteredOn(span -> span.span().getKind() == SpanKind.SPAN_KIND_SERVER)
                .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(ASKING))
                .extracting(Received::name)
                .containsExactlyInAnyOrder(
                        "POST /v1/integrator/webhooks/{webhookId}/events/{eventId}/resend",
                        "POST /v1/integrator/webhooks/{webhookId}/test",
                        "POST /v1/integrator/webhooks/{webhookId}/recover");
        assertThat(trace)
                .filteredOn(span -> span.name().equals("POST"))
                .extracting(post -> post.attributes().get("webhooks.attempt.trigger") + " after "
                        + nameOf(trace, post.parentId()).replaceFirst(".*/", "") + " of " + post.linkedTraces())
                .containsExactlyInAnyOrder(
                        "manual after resend of [" + TRACE + "]",
                        "test after test of []",
                        "retry after recover of [" + TRACE + "]");
        assertThat(site.posts())
                .extracting(post -> post.get("traceparent").substring(3, 35))
                .containsExactly(TRACE, ASKING_TRACE, ASKING_TRACE, ASKING_TRACE);
    }

    @Test
    void aMalformedContextIsIgnoredAndATraceBegunInstead() {
        site.start();
        site.register("payment.completed");
        List<String> malformed = List.of(
                "ff-" + TRACE + "-" + PUBLISHING + "-01",
                "00-" + TRACE.toUpperCase(java.util.Locale.ROOT) + "-" + PUBLISHING + "-01",
                "00-" + TRACE + "-" + PUBLISHING + "-01-more",
                "00-00000000000000000000000000000000-" + PUBLISHING + "-01",
                "\0".repeat(55),
                "x".repeat(100_000));

        malformed.forEach(text -> site.publish(Map.of("traceparent", text, "tracestate", "\0=\0,".repeat(200))));
        await().until(() -> site.count("attempt") == malformed.size());

        assertThat(site.posts())
                .extracting(post -> post.get("traceparent"))
                .allMatch(traceparent -> traceparent.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-03"))
                .doesNotHaveDuplicates()
                .noneMatch(traceparent -> traceparent.contains(TRACE));
        assertThat(site.posts()).noneMatch(post -> post.containsKey("tracestate"));
    }

    @Test
    void aReceiverThatFailsCostsSpansAndNothingElse() {
        site.receiver().answers(400);
        site.start();
        site.register("payment.completed");

        site.publish(PUBLISHED);

        await().until(() -> site.count("attempt where outcome = 'ok'") == 1);
        await().until(() -> site.metrics()
                .lines()
                .anyMatch(line -> line.matches("webhooks_tracing_spans_total\\{step=\"failed\"} [1-9].*")));
    }

    @Test
    void withoutAReceiverNothingIsReadSentOrWritten() {
        site.set("WEBHOOKS_TRACING_OTLP_ENDPOINT", "");
        site.start();
        String webhook = site.register("payment.completed");

        String event = site.publish(PUBLISHED);
        await().until(() -> site.count("attempt") == 1);
        site.call("/v1/integrator/webhooks/" + webhook + "/events/" + event + "/resend", "", ASKED);
        await().until(() -> site.count("attempt") == 2);

        assertThat(site.posts()).noneMatch(post -> post.containsKey("traceparent"));
        assertThat(site.count("event where trace_context is not null")).isZero();
        assertThat(site.metrics()).doesNotContain("webhooks_tracing");
    }

    private static String traceparent(Received span) {
        return "00-" + span.traceId() + "-" + span.id() + "-01";
    }

    private static String topicOf(List<Received> trace) {
        return trace.get(1).attributes().get("messaging.destination.name");
    }

    private static String nameOf(List<Received> trace, String id) {
        return trace.stream()
                .filter(span -> span.id().equals(id))
                .map(Received::name)
                .findFirst()
                .orElseThrow();
    }
}
