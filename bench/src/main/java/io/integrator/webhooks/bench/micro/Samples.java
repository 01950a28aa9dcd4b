package io.integrator.webhooks.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventBody;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.signing.WebhookSecret;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What the micro-benchmarks work on: payments and webhooks such as the service has to do with. */
public final class Samples {

    /** Whose they are. */
    public static final String INTEGRATOR = "acme-payments";

    /** When they happened. */
    public static final Instant TIME = Instant.parse("2026-11-24T10:15:30.123456Z");

    private static final TimeOrderedIds IDS = new TimeOrderedIds(InstantSource.system());

    private Samples() {}

    /** A payment as JSON, with as many line items as make it so many bytes; 200 or more. */
    public static Buffer data(int bytes) {
        StringBuilder json = new StringBuilder("{\"paymentId\":\"pay_7f3k20d9\",\"status\":\"completed\",\"amount\":"
                + "{\"value\":\"129.90\",\"currency\":\"EUR\"},\"lines\":[");
        String end = "],\"note\":\"\"}";
        for (int line = 0; ; line++) {
            String item = (line == 0 ? "" : ",") + "{\"sku\":\"A-" + (100_000 + line)
                    + "\",\"quantity\":2,\"price\":\"12.50\",\"taxed\":true}";
            if (json.length() + item.length() + end.length() > bytes) {
                break;
            }
            json.append(item);
        }
        String note = "x".repeat(bytes - json.length() - end.length());
        json.append("],\"note\":\"").append(note).append("\"}");
        return Buffer.buffer(json.toString().getBytes(UTF_8));
    }

    /** An event's id, as a producer makes them. */
    public static String eventId(int number) {
        return "evt_01jd8x7c5v9k3m2n" + (1_000_000 + number);
    }

    /** An event with so many bytes of data. */
    public static DomainEvent event(int number, int dataBytes) {
        String id = eventId(number);
        Buffer body = EventBody.of(id, EventType.PAYMENT_COMPLETED, TIME, data(dataBytes));
        return new DomainEvent(IDS.next(), INTEGRATOR, id, EventType.PAYMENT_COMPLETED, TIME, body);
    }

    /** A webhook that is subscribed to these types. */
    public static Target target(int number, Set<EventType> events) {
        return new Target(
                IDS.next(),
                INTEGRATOR,
                "https://hooks" + number + ".example.com/webhooks/payments",
                events,
                List.of(WebhookSecret.generate()),
                1,
                false,
                false,
                Instant.EPOCH);
    }
}
