/** Domain events at a fixed rate or at once, and what their ids carry. */
package io.integrator.webhooks.bench.load;
