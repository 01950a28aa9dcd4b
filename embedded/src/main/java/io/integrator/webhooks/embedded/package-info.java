/**
 * A real Postgres and a real Kafka broker for tests and for development: started from Maven artifacts with nothing installed, or as
 * containers where Docker is there. {@link io.integrator.webhooks.embedded.Backends} is the way in; never part of a production image.
 */
package io.integrator.webhooks.embedded;
