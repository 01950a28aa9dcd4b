/** What is done with futures in more than one room. */
package io.integrator.webhooks.async;
