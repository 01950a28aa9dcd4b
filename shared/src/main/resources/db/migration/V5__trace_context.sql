-- What attempts go on from in a trace: a traceparent of W3C Trace Context and, after a space, its tracestate. Null where nothing is
-- traced. Columns without a default are added without a look at the rows, and versions that don't know them write null.

-- The span in which the event was taken off Kafka.
alter table event add column trace_context text;

-- The request that had it taken up again; without one, what its event has counts.
alter table owed add column trace_context text;

-- The request that asked for it.
alter table requested_attempt add column trace_context text;
