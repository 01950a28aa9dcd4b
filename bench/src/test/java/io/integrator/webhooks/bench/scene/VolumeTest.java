package io.integrator.webhooks.bench.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VolumeTest {

    @Test
    void aPacedPhaseHasAsManyTurnsAsItsRateFillsItsDurationWith() {
        Volume volume = new Volume(Duration.ofMillis(2_500), 10, 200);

        assertThat(volume.events(Pressure.PACED, 3)).isEqualTo(75);
    }

    @Test
    void aPacedPhaseHasOneTurnAtLeast() {
        Volume volume = new Volume(Duration.ofMillis(10), 1, 200);

        assertThat(volume.events(Pressure.PACED, 3)).isEqualTo(3);
    }

    @Test
    void aBacklogIsOfWholeTurnsOrOfSoManyEvents() {
        assertThat(Volume.ofBacklog(200).events(Pressure.BACKLOG, 3)).isEqualTo(600);
        assertThat(Volume.ofEvents(200).events(Pressure.BACKLOG, 3)).isEqualTo(200);
    }
}
