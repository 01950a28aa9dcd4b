package io.integrator.webhooks.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostResolverTest {

    private final Vertx vertx = Vertx.vertx();
    private final HostResolver resolver = HostResolver.create(vertx, Duration.ofSeconds(5), List.of());

    @AfterEach
    void close() {
        resolver.close();
        vertx.close().await();
    }

    /** By what it was made with: the machine's list can't be changed for a test. */
    @Test
    void theMachinesSearchListIsLeftOut() {
        assertThat(resolver).extracting("resolver.ndots").isEqualTo(0);
        assertThat(resolver).extracting("resolver.searchDomains").isEqualTo(new String[0]);
    }
}
