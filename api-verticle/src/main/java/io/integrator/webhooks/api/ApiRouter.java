package io.integrator.webhooks.api;

import io.integrator.webhooks.http.SecurityFields;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.SecurityRequirement;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Binds operations to the contract's routes by operationId, each behind the same checks. */
final class ApiRouter {

    /** The longest body that is taken, in bytes. */
    static final long BODY_LIMIT = 64 * 1024;

    private static final String SECURITY_SCHEME = "bearer";

    private final Contract contract;
    private final Authentication authentication;
    private final RateLimit rateLimit;
    private final RequestsUnderWay underWay;
    private final RouterBuilder builder;

    ApiRouter(
            Vertx vertx,
            Contract contract,
            Authentication authentication,
            RateLimit rateLimit,
            RequestsUnderWay underWay,
            CrossOrigin crossOrigin,
            List<PlatformHandler> watchers) {
        this.contract = contract;
        this.authentication = authentication;
        this.rateLimit = rateLimit;
        this.underWay = underWay;
        this.builder = RouterBuilder.create(vertx, contract.openApi(), RequestExtractor.withBodyHandler());
        watchers.forEach(builder::rootHandler);
        builder.rootHandler((PlatformHandler) ApiRouter::guardAnswer)
                .rootHandler(crossOrigin)
                .rootHandler((PlatformHandler) ApiRouter::refuseForms)
                .rootHandler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT));
    }

    /** Binds an operation whose requests the contract's schemas check in full. */
    <A extends Answer> ApiRouter bind(String operationId, Function<Call, Future<A>> operation) {
        return bind(operationId, call -> Future.succeededFuture(List.of()), operation);
    }

    /**
     * Binds an operation.
     *
     * @param rule finds the faults of its requests that the contract's schemas can't tell
     */
    <A extends Answer> ApiRouter bind(
            String operationId, Function<Call, Future<List<Fault>>> rule, Function<Call, Future<A>> operation) {
        OpenAPIRoute route = builder.getRoute(operationId);
        RequestChecks checks = new RequestChecks(contract.openApi(), route.getOperation(), rule);
        // The router's own security and validation tell less than ours; what they do is taken from the same document.
        route.setDoSecurity(false)
                .setDoValidation(false)
                .addHandler(new OperationHandler(
                        operationId,
                        authenticationOf(route.getOperation()),
                        underWay,
                        checks,
                        call -> operation.apply(call).map(Answer.class::cast)));
        return this;
    }

    private Function<RoutingContext, Future<Caller>> authenticationOf(Operation operation) {
        List<SecurityRequirement> requirements = operation.getSecurityRequirements();
        if (requirements.isEmpty()) {
            return context -> Future.succeededFuture(Caller.ANYBODY);
        }
        String scope = requirements.get(0).getScopes(SECURITY_SCHEME).get(0);
        return context ->
                authentication.callerOf(context, scope).map(caller -> rateLimit.admit(caller, context.response()));
    }

    /** The router of the whole document; fails when one of its operations has been bound to nothing. */
    Router build() {
        List<String> unbound = builder.getRoutes().stream()
                .filter(route -> route.getHandlers().isEmpty())
                .map(route -> route.getOperation().getOperationId())
                .toList();
        if (!unbound.isEmpty()) {
            throw new IllegalStateException("Operations of the contract that nothing implements: " + unbound);
        }
        Router router = builder.createRouter();
        router.getRoutes().stream()
                .filter(route -> route.methods() != null && route.methods().contains(HttpMethod.GET))
                .forEach(route -> route.method(HttpMethod.HEAD));
        router.route().handler(this::answerTheRest);
        new Problems(contract, BODY_LIMIT).installIn(router);
        return router;
    }

    /** What no operation answers. The methods of a path are in the document for anybody to read, so OPTIONS needs no token. */
    private void answerTheRest(RoutingContext context) {
        List<String> methods = contract.methodsOf(context.request().path());
        if (methods.isEmpty()) {
            context.fail(404);
        } else if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.response()
                    .setStatusCode(204)
                    .putHeader(HttpHeaders.ALLOW, String.join(", ", methods))
                    .end();
        } else {
            context.fail(405);
        }
    }

    private static void guardAnswer(RoutingContext context) {
        SecurityFields.putInto(context.response().headers());
        context.next();
    }

    /** No operation takes a form, and the body handler would parse it before anybody looked at its type. */
    private static void refuseForms(RoutingContext context) {
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded")) {
            context.fail(new ProblemException(Problem.unsupportedMediaType()));
        } else {
            context.next();
        }
    }
}
