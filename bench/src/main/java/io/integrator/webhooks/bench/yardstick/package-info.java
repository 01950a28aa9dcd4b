/** What the service is compared with: the yardsticks as contestants. */
package io.integrator.webhooks.bench.yardstick;
