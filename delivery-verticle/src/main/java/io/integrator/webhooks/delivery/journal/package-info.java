/** The batched writer: what happened, durable, and only then done. */
package io.integrator.webhooks.delivery.journal;
