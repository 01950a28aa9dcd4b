package io.integrator.webhooks.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** Shows what the API has taken on, and counts what it refuses to. Of one event loop, but for the gauges' readers. */
final class LoadMetrics {

    private final MeterRegistry registry;
    private final Counter rate;
    private final Counter placesOfIntegrator;
    private final Counter places;
    private final Counter connections;
    private final Counter malformed;
    private volatile Seen seen = new Seen(0, 0);

    private record Seen(int requests, int streams) {}

    LoadMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.rate = refused("rate");
        this.placesOfIntegrator = refused("integrator_places");
        this.places = refused("places");
        this.connections = Counter.builder("webhooks.refused.connections")
                .description("connections over the bound")
                .tag("server", "api")
                .register(registry);
        this.malformed = Counter.builder("webhooks.malformed.requests")
                .description("requests that can't be read in one way only")
                .tag("server", "api")
                .register(registry);
        gauge("webhooks.api.requests.under.way", "requests that are worked on", () -> seen.requests);
        gauge("webhooks.api.streams", "streams that are open", () -> seen.streams);
    }

    /** An integrator asked too fast. */
    void refusedByRate() {
        rate.increment();
    }

    /** An integrator has as many requests worked on as it may. */
    void refusedByPlacesOfIntegrator() {
        placesOfIntegrator.increment();
    }

    /** As many requests are worked on as may be. */
    void refusedByPlaces() {
        places.increment();
    }

    /** A connection was one too many. */
    void refusedConnection() {
        connections.increment();
    }

    /** A request was refused for the way it was written. */
    void refusedMalformed() {
        malformed.increment();
    }

    /** What is under way now; to be said from time to time. */
    void underWay(int requests, int streams) {
        seen = new Seen(requests, streams);
    }

    private Counter refused(String reason) {
        return Counter.builder("webhooks.api.refused.requests")
                .description("requests that were not worked on")
                .tag("reason", reason)
                .register(registry);
    }

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value::getAsInt).description(description).register(registry);
    }
}
