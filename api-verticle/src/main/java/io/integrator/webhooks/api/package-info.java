/** The public HTTP API: what {@code openapi.yaml} promises, over the stores. */
package io.integrator.webhooks.api;
