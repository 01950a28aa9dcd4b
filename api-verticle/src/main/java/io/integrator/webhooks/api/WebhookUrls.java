package io.integrator.webhooks.api;

import io.integrator.webhooks.egress.BlockedAddressException;
import io.integrator.webhooks.egress.EgressGuard;
import io.integrator.webhooks.egress.UrlRules;
import io.vertx.core.Future;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Judges the url that a webhook is to have. A host that doesn't resolve now is admitted: its owner may be about to set it
 * up, and every attempt judges it again.
 */
final class WebhookUrls {

    private static final long RESOLUTION_SECONDS = 2;

    private final UrlRules rules;
    private final EgressGuard guard;

    WebhookUrls(UrlRules rules, EgressGuard guard) {
        this.rules = rules;
        this.guard = guard;
    }

    /** What is wrong with the url; empty when it may be posted to. Takes two seconds at most. */
    Future<Optional<String>> faultOf(String url) {
        Optional<String> fault = rules.faultOf(url);
        return fault.isPresent() ? Future.succeededFuture(fault) : addressFaultOf(UrlRules.hostOf(URI.create(url)));
    }

    private Future<Optional<String>> addressFaultOf(String host) {
        return guard.admit(host)
                .timeout(RESOLUTION_SECONDS, TimeUnit.SECONDS)
                .map(Optional.<String>empty())
                .recover(WebhookUrls::verdict);
    }

    private static Future<Optional<String>> verdict(Throwable refusal) {
        if (refusal instanceof BlockedAddressException) {
            return Future.succeededFuture(Optional.of("must name a host that resolves to public addresses only"));
        }
        return refusal instanceof UnknownHostException || refusal instanceof TimeoutException
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(refusal);
    }
}
