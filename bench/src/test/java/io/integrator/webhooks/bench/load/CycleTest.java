package io.integrator.webhooks.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.domain.EventType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CycleTest {

    private static final Share ONE = share("one", Group.MEASURED, 1);
    private static final Share OTHER = share("other", Group.MEASURED, 1);
    private static final Share LOUD = share("loud", Group.DISTURBING, 4);

    @Test
    void inATurnEveryShareComesAsOftenAsItsWeight() {
        Cycle cycle = Cycle.of(List.of(ONE, OTHER, LOUD));

        List<Share> turn = turn(cycle, 0);

        assertThat(turn).hasSize(6).contains(ONE, OTHER);
        assertThat(turn).filteredOn(LOUD::equals).hasSize(4);
    }

    @Test
    void everyTurnIsTheSame() {
        Cycle cycle = Cycle.of(List.of(ONE, OTHER, LOUD));

        assertThat(turn(cycle, 7)).isEqualTo(turn(cycle, 0));
    }

    @Test
    void theHeaviestIsSpreadOverTheTurn() {
        Cycle cycle = Cycle.of(List.of(ONE, OTHER, LOUD));

        List<Share> turn = turn(cycle, 0);

        assertThat(turn.indexOf(ONE)).isNotEqualTo(turn.indexOf(OTHER) + 1).isNotEqualTo(turn.indexOf(OTHER) - 1);
    }

    @Test
    void aShareWithoutWeightHasNoEvents() {
        Cycle cycle = Cycle.of(List.of(ONE, share("debtor", Group.DISTURBING, 0)));

        assertThat(cycle.length()).isEqualTo(1);
        assertThat(cycle.deliveries(Group.DISTURBING, 10)).isZero();
    }

    @Test
    void deliveriesToAGroupAreCounted() {
        Cycle cycle = Cycle.of(List.of(ONE, OTHER, LOUD));

        assertThat(cycle.deliveries(Group.MEASURED, 60)).isEqualTo(20);
        assertThat(cycle.deliveries(Group.DISTURBING, 60)).isEqualTo(40);
    }

    @Test
    void anEventIsDeliveredToEachWebhookOfItsShare() {
        Cycle cycle = Cycle.of(List.of(ONE, OTHER.fannedOut(5)));

        assertThat(cycle.deliveries(Group.MEASURED, 4)).isEqualTo(12);
        assertThat(cycle.deliveries(Group.MEASURED, 5)).isEqualTo(13);
    }

    @Test
    void sharesOfOneWeightTakeTurnsInTheirOrderHoweverManyTheyAre() {
        List<Share> shares = IntStream.range(0, 100_000)
                .mapToObj(number -> share("i" + number, Group.MEASURED, 1))
                .toList();

        assertThat(turn(Cycle.of(shares), 1)).isEqualTo(shares);
    }

    @Test
    void aLoadWithoutEventsIsRefused() {
        List<Share> idle = List.of(share("debtor", Group.DISTURBING, 0));

        assertThatThrownBy(() -> Cycle.of(idle)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Share> turn(Cycle cycle, int number) {
        return IntStream.range(number * cycle.length(), (number + 1) * cycle.length())
                .mapToObj(cycle::at)
                .toList();
    }

    private static Share share(String integrator, Group group, int weight) {
        return new Share(integrator, EventType.PAYMENT_COMPLETED, group, Answer.AT_ONCE, weight);
    }
}
