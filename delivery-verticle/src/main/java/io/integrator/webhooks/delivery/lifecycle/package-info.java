/** What happens to webhooks, passed on to the platform's own topic. */
package io.integrator.webhooks.delivery.lifecycle;
