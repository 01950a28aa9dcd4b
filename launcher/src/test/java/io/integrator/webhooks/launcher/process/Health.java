package io.integrator.webhooks.launcher.process;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process says about how it is.
 *
 * @param status of the answer
 * @param faults why each check that is down is, by its name
 */
public record Health(int status, Map<String, String> faults) {

    /** As a load balancer would see it. */
    public static Health ready(ServiceProcess process) {
        return ask(process, "/health/ready");
    }

    /** As what restarts processes would see it. */
    public static Health live(ServiceProcess process) {
        return ask(process, "/health/live");
    }

    private static Health ask(ServiceProcess process, String path) {
        HttpResponse<String> response = ServiceProcess.get(process.management().resolve(path));
        Map<String, String> faults = new TreeMap<>();
        collect(new JsonObject(response.body()), "", faults);
        return new Health(response.statusCode(), faults);
    }

    private static void collect(JsonObject check, String name, Map<String, String> faults) {
        JsonArray parts = check.getJsonArray("checks", new JsonArray());
        for (int i = 0; i < parts.size(); i++) {
            JsonObject part = parts.getJsonObject(i);
            collect(part, name.isEmpty() ? part.getString("id") : name + "/" + part.getString("id"), faults);
        }
        if (parts.isEmpty() && !check.getString("status").equals("UP")) {
            faults.put(name, check.getJsonObject("data", new JsonObject()).getString("reason", ""));
        }
    }
}
