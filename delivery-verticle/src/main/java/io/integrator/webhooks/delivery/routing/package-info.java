/** From an event to the deliveries that it means. */
package io.integrator.webhooks.delivery.routing;
