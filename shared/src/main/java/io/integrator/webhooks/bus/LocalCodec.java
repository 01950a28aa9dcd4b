package io.integrator.webhooks.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Passes an immutable message by reference. The event bus is never clustered: between processes stands Postgres. */
public final class LocalCodec<T> implements MessageCodec<T, T> {

    private final Class<T> type;

    private LocalCodec(Class<T> type) {
        this.type = type;
    }

    /** Makes every message of this package fit for the event bus of {@code vertx}. To be called once per Vert.x instance. */
    public static void registerAll(Vertx vertx) {
        EventBus bus = vertx.eventBus();
        bus.registerDefaultCodec(WebhookChange.class, new LocalCodec<>(WebhookChange.class));
        bus.registerDefaultCodec(FeedState.class, new LocalCodec<>(FeedState.class));
        bus.registerDefaultCodec(AttemptRequested.class, new LocalCodec<>(AttemptRequested.class));
        bus.registerDefaultCodec(RequestSettled.class, new LocalCodec<>(RequestSettled.class));
        bus.registerDefaultCodec(LifecycleEvent.class, new LocalCodec<>(LifecycleEvent.class));
        bus.registerDefaultCodec(AttemptsRecorded.class, new LocalCodec<>(AttemptsRecorded.class));
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        throw new UnsupportedOperationException(type.getSimpleName() + " does not leave its process");
    }

    @Override
    public T decodeFromWire(int pos, Buffer buffer) {
        throw new UnsupportedOperationException(type.getSimpleName() + " does not come from another process");
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return type.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
