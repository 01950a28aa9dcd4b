package io.integrator.webhooks.api;

import io.vertx.ext.web.RoutingContext;

/** What an operation answers a request that it takes. */
interface Answer {

    /** Writes it, or begins to; the request's connection is open, and nothing has been written to it but fields of the head. */
    void writeTo(RoutingContext context);
}
