package io.integrator.webhooks.bench.subscriber;

import io.integrator.webhooks.bench.load.Group;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;

/**
 * What has arrived since a phase began.
 *
 * @param strays     requests of an earlier phase
 * @param unanswered requests that are waiting for their answer now
 */
public record Tallies(Map<Group, Tally> groups, long strays, long unanswered) {

    /** Of one group. */
    public Tally of(Group group) {
        return groups.get(group);
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject().put("strays", strays).put("unanswered", unanswered);
        groups.forEach((group, tally) -> json.put(group.path(), tally.toJson()));
        return json;
    }

    static Tallies of(JsonObject json) {
        Map<Group, Tally> groups = new EnumMap<>(Group.class);
        for (Group group : Group.values()) {
            groups.put(group, Tally.of(json.getJsonObject(group.path())));
        }
        return new Tallies(groups, json.getLong("strays"), json.getLong("unanswered"));
    }
}
