package io.integrator.webhooks.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Requests that the API refuses, with something in each that it must not repeat. */
final class BadRequests {

    private static final String WEBHOOKS = "/v1/integrator/webhooks";

    private final URI api;
    private final String goodToken;
    private final Confidential confidential;
    private final List<String> answers = new ArrayList<>();

    BadRequests(URI api, String goodToken, Confidential confidential) {
        this.api = api;
        this.goodToken = goodToken;
        this.confidential = confidential;
    }

    /**
     * Makes them all.
     *
     * @param foreignToken of an issuer that the API doesn't know
     * @param webhook      one of the integrator's
     * @return what was answered, heads included
     */
    List<String> make(String foreignToken, String webhook) {
        badTokens(foreignToken);
        badBodies();
        refused(
                "PATCH",
                WEBHOOKS + "/" + webhook + "/settings",
                "{\"headers\":{\"X-Key\":\"" + hidden() + "\\u0007\"}}");
        refused("GET", WEBHOOKS + "?cursor=" + hidden(), "");
        refused("POST", WEBHOOKS, "{\"url\":\"https://example.com/\"}", "Idempotency-Key", hidden() + "x".repeat(300));
        refused("GET", WEBHOOKS, "", "X-Long", hidden() + "x".repeat(20_000));
        return answers;
    }

    private void badTokens(String foreignToken) {
        String unsigned = encoded("{\"alg\":\"none\"}") + "." + encoded("{\"sub\":\"" + hidden() + "\"}") + ".";
        confidential.addToken("a foreign token", foreignToken).add("an unsigned token", unsigned);
        for (String token : List.of(foreignToken, unsigned, hidden(), goodToken + "AAAA")) {
            tell(new Api(api, token).answerTo("GET", WEBHOOKS, BodyPublishers.noBody()));
        }
        tell(new Api(api, goodToken).answerTo("GET", "/v1/operator/webhooks", BodyPublishers.noBody()));
    }

    private void badBodies() {
        refused("POST", WEBHOOKS, "{\"url\":\"" + hidden());
        refused("POST", WEBHOOKS, "[\"" + hidden() + "\"]");
        refused("POST", WEBHOOKS, "{\"url\":\"ftp://example.com/?key=" + hidden() + "\"}");
        refused("POST", WEBHOOKS, "{\"url\":\"https://someone:" + hidden() + "@example.com/\"}");
        refused("POST", WEBHOOKS, "{\"url\":\"https://10.0.0.1/?key=" + hidden() + "\"}");
        refused("POST", WEBHOOKS, "{\"url\":\"https://example.com/\",\"events\":[\"" + hidden() + "\"]}");
        refused("POST", WEBHOOKS, "{\"url\":\"" + hidden() + "x".repeat(3_000) + "\"}");
        refused("POST", WEBHOOKS, "{\"url\":\"" + hidden() + "x".repeat(300_000) + "\"}");
    }

    private void refused(String method, String path, String body, String... headers) {
        tell(new Api(api, goodToken).answerTo(method, path, BodyPublishers.ofString(body), headers));
    }

    private void tell(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
        answers.add(response.headers().map() + "\n" + response.body());
    }

    private String hidden() {
        return confidential.fresh("bad request " + answers.size());
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }
}
