package io.integrator.webhooks.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.store.SchemaStanding.Behind;
import io.integrator.webhooks.store.SchemaStanding.Beyond;
import io.integrator.webhooks.store.SchemaStanding.Sufficient;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SchemaStandingTest {

    private static final SortedSet<Integer> KNOWN = new TreeSet<>(List.of(1, 2));

    @Test
    void whatHasAllThatIsKnownIsSufficientAndSoIsWhatHasMore() {
        assertThat(SchemaStanding.of(KNOWN, Map.of(1, "webhooks", 2, "limits"))).isEqualTo(new Sufficient());
        assertThat(SchemaStanding.of(KNOWN, Map.of(1, "webhooks", 2, "limits", 3, "needs of somebody")))
                .isEqualTo(new Sufficient());
        assertThat(new Sufficient().fault()).isEmpty();
    }

    @Test
    void whatLacksAMigrationIsBehind() {
        SchemaStanding standing = SchemaStanding.of(KNOWN, Map.of(1, "webhooks", 3, "later"));

        assertThat(standing).isEqualTo(new Behind(new TreeSet<>(List.of(2))));
        assertThat(standing.fault().orElseThrow()).contains("migration 2").contains("'webhooks migrate'");
    }

    @Test
    void whatALaterMigrationTookAwayIsBeyondThoseWhoDoNotKnowTheOneThatItNeeds() {
        Map<Integer, String> applied = Map.of(1, "webhooks", 2, "limits", 3, "new", 4, "needs 3 drop the old column");

        assertThat(SchemaStanding.of(KNOWN, applied)).isEqualTo(new Beyond(4, 3));
        assertThat(new Beyond(4, 3).fault().orElseThrow())
                .contains("migration 4")
                .contains("migration 3");
        assertThat(SchemaStanding.of(new TreeSet<>(List.of(1, 2, 3)), applied)).isEqualTo(new Sufficient());
    }
}
