/** Lanes and the sender: from a delivery to an attempt. */
package io.integrator.webhooks.delivery.sending;
