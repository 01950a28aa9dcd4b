package io.integrator.webhooks.tracing;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What spans tell, by OpenTelemetry's semantic conventions 1.37 and, under {@code webhooks}, what these have no word for. Urls are told
 * by scheme, host and port at most: a path or a query may be a credential. Of payloads and secrets nothing is told.
 */
public final class SpanAttributes {

    public static final AttributeKey<String> HTTP_REQUEST_METHOD = AttributeKey.stringKey("http.request.method");
    public static final AttributeKey<Long> HTTP_RESPONSE_STATUS_CODE =
            AttributeKey.longKey("http.response.status_code");
    /** The contract's path, its parameters by name. */
    public static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
    /** How often it was sent before. */
    public static final AttributeKey<Long> HTTP_REQUEST_RESEND_COUNT =
            AttributeKey.longKey("http.request.resend_count");

    public static final AttributeKey<String> URL_SCHEME = AttributeKey.stringKey("url.scheme");
    public static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    public static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    /** A status, or an outcome's code: a closed set. */
    public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    public static final AttributeKey<String> MESSAGING_SYSTEM = AttributeKey.stringKey("messaging.system");
    public static final AttributeKey<String> MESSAGING_OPERATION_NAME =
            AttributeKey.stringKey("messaging.operation.name");
    public static final AttributeKey<String> MESSAGING_OPERATION_TYPE =
            AttributeKey.stringKey("messaging.operation.type");
    public static final AttributeKey<String> MESSAGING_DESTINATION_NAME =
            AttributeKey.stringKey("messaging.destination.name");
    public static final AttributeKey<String> MESSAGING_DESTINATION_PARTITION_ID =
            AttributeKey.stringKey("messaging.destination.partition.id");
    public static final AttributeKey<String> MESSAGING_CONSUMER_GROUP_NAME =
            AttributeKey.stringKey("messaging.consumer.group.name");
    public static final AttributeKey<Long> MESSAGING_KAFKA_OFFSET = AttributeKey.longKey("messaging.kafka.offset");

    public static final AttributeKey<String> INTEGRATOR_ID = AttributeKey.stringKey("webhooks.integrator.id");
    public static final AttributeKey<String> WEBHOOK_ID = AttributeKey.stringKey("webhooks.webhook.id");
    public static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("webhooks.event.id");
    public static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("webhooks.event.type");
    public static final AttributeKey<String> ATTEMPT_ID = AttributeKey.stringKey("webhooks.attempt.id");
    public static final AttributeKey<Long> ATTEMPT_NUMBER = AttributeKey.longKey("webhooks.attempt.number");
    public static final AttributeKey<String> ATTEMPT_TRIGGER = AttributeKey.stringKey("webhooks.attempt.trigger");
    public static final AttributeKey<String> ATTEMPT_OUTCOME = AttributeKey.stringKey("webhooks.attempt.outcome");

    private SpanAttributes() {}
}
