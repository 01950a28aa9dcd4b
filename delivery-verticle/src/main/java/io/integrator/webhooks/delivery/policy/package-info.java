/** What is decided after an attempt. Pure: values and a clock in, values out. */
package io.integrator.webhooks.delivery.policy;
