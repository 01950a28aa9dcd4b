package io.integrator.webhooks.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A receiver of OTLP over HTTP, on a real socket, that keeps the spans it is sent. */
final class OtlpReceiver implements AutoCloseable {

    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 200;

    /** A span, and the process that it is of. */
    record Received(Span span, Resource resource) {

        String name() {
            return span.getName();
        }

        String traceId() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }

        String id() {
            return HexFormat.of().formatHex(span.getSpanId().toByteArray());
        }

        String parentId() {
            return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
        }

        /** The ids of the traces that it links to. */
        List<String> linkedTraces() {
            return span.getLinksList().stream()
                    .map(link -> HexFormat.of().formatHex(link.getTraceId().toByteArray()))
                    .toList();
        }

        /** Strings and numbers, as text. */
        Map<String, String> attributes() {
            return texts(span.getAttributesList());
        }

        Map<String, String> process() {
            return texts(resource.getAttributesList());
        }

        private static Map<String, String> texts(List<KeyValue> attributes) {
            return attributes.stream()
                    .collect(Collectors.toMap(
                            KeyValue::getKey,
                            one -> one.getValue().hasIntValue()
                                    ? Long.toString(one.getValue().getIntValue())
                                    : one.getValue().getStringValue()));
        }
    }

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Has it answer with a status from now on; with another than 200 it keeps nothing. */
    void answers(int next) {
        status = next;
    }

    /** The {@code x-key} fields of its requests. */
    List<String> keys() {
        return List.copyOf(keys);
    }

    /** What it has been sent of a trace. */
    List<Received> trace(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    /** Everything that it has been sent. */
    List<Received> all() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            keys.addAll(exchange.getRequestHeaders().getOrDefault("x-key", List.of()));
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            if (status == 200) {
                request.getResourceSpansList()
                        .forEach(of -> of.getScopeSpansList()
                                .forEach(scope -> scope.getSpansList()
                                        .forEach(span -> spans.add(new Received(span, of.getResource())))));
            }
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
