/** What goes over the event bus: addresses and messages. */
package io.integrator.webhooks.bus;
