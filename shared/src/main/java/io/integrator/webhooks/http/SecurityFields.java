package io.integrator.webhooks.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** What the head of every answer tells browsers, unless the answer knows better: to run, keep, frame and pass on nothing of it. */
public final class SecurityFields {

    private static final CharSequence NOSNIFF_NAME = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence CONTENT_POLICY_NAME = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence CONTENT_POLICY =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence REFERRER_NAME = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private SecurityFields() {}

    /** Puts them into a head, in place of those that are there. */
    public static void putInto(MultiMap head) {
        head.set(NOSNIFF_NAME, NOSNIFF)
                .set(CONTENT_POLICY_NAME, CONTENT_POLICY)
                .set(REFERRER_NAME, REFERRER)
                .set(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
}
