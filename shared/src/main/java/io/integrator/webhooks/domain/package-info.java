/** The domain's values: what a webhook, an event, a delivery and its outcome are. Immutable, and free of I/O. */
package io.integrator.webhooks.domain;
