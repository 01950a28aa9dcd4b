/** Owed deliveries whose time has come. */
package io.integrator.webhooks.delivery.retry;
