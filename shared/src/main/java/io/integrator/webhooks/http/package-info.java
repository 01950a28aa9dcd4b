/** HTTP servers whose clients can't hold them up, whatever they send or don't send. */
package io.integrator.webhooks.http;
