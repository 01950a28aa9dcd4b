/** The other end: where deliveries arrive, are counted and timed. */
package io.integrator.webhooks.bench.subscriber;
