/** Yardsticks: programs that do one part of the service's work and nothing else, as fast as the same libraries let them. */
package io.integrator.webhooks.bench.bare;
