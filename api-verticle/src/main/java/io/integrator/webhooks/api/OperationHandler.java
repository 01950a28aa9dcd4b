package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;

/** One operation from the request to the answer: who asks, then what is asked, then the doing of it. */
final class OperationHandler implements Handler<RoutingContext> {

    private static final String OPERATION_ID = "operationId";
    private static final String CALLER = "caller";
    private static final String NO_OPERATION = "none";

    private final String operationId;
    private final Function<RoutingContext, Future<Caller>> authentication;
    private final RequestsUnderWay underWay;
    private final RequestChecks checks;
    private final Function<Call, Future<Answer>> operation;

    OperationHandler(
            String operationId,
            Function<RoutingContext, Future<Caller>> authentication,
            RequestsUnderWay underWay,
            RequestChecks checks,
            Function<Call, Future<Answer>> operation) {
        this.operationId = operationId;
        this.authentication = authentication;
        this.underWay = underWay;
        this.checks = checks;
        this.operation = operation;
    }

    @Override
    public void handle(RoutingContext context) {
        context.put(OPERATION_ID, operationId);
        authentication
                .apply(context)
                .onSuccess(caller -> context.put(CALLER, caller))
                .compose(caller -> underWay.admit(
                        caller, () -> checks.check(context, caller).compose(operation)))
                .onSuccess(answer -> answer(context, answer))
                .onFailure(context::fail);
    }

    /** Which operation a request is or was, for logs and metrics; {@code none} when it came to none. */
    static String operationIdOf(RoutingContext context) {
        String operationId = context.get(OPERATION_ID);
        return operationId == null ? NO_OPERATION : operationId;
    }

    /** Whose request it is or was; empty before that is known, and when it is nobody's. */
    static Optional<String> integratorIdOf(RoutingContext context) {
        Caller caller = context.get(CALLER);
        return Optional.ofNullable(caller).flatMap(Caller::integrator);
    }

    private static void answer(RoutingContext context, Answer answer) {
        if (!context.response().closed()) {
            answer.writeTo(context);
        }
    }
}
